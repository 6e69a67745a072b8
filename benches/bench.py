#!/usr/bin/env python3
"""The figures of issue "First light", on set M (456 RDF/XML files, 20,000 datasets, 925k triples).

  bench.py [--skord target/release/skord] [--datasets 20000] [--work DIR] [--skip-peer]

Generates the catalogs (seeded), serves them from loopback, and prints: the reader beside the
parser alone, first harvest, harvest without change, day two,
withdrawal, one change until it is visible, start of the server, the 19 queries beside an oxigraph server. Machines are
noisy: trust ratios of one run. Exit 1 when a figure misses its target.
"""
import argparse
import functools
import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
problems = []


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {".rdf": "application/rdf+xml"}

    def log_message(self, *args):
        pass


def serve_folder(folder, port):
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def generate(work, name, datasets, *extra):
    folder = os.path.join(work, name)
    manifest = folder + ".json"
    if not os.path.exists(manifest):
        subprocess.run([sys.executable, os.path.join(HERE, "gen_catalog.py"), "--datasets", str(datasets), "--seed", "2",
                        "--format", "rdfxml", "--out", folder, "--manifest", manifest, *extra],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder, json.load(open(manifest))


def timed(command):
    """Runs a command: wall seconds, peak memory in MB, standard output."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit {code}\n{err.decode()[-2000:]}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024, out


def figure(name, value, unit, target=None, fine=None):
    fine = True if target is None else (value <= target if fine is None else fine)
    print(f"{'ok  ' if fine else 'MISS'}  {name:<58} {value:>10.2f} {unit}" + (f"   (target {target:g})" if target is not None else ""), flush=True)
    if not fine:
        problems.append(name)


def harvest(skord, config, name, target, datasets, memory=None):
    wall, peak, out = timed([skord, "--config", config, "harvest", "--all", "--format", "json"])
    runs = json.loads(out)
    total = {key: sum(run[key] for run in runs) for key in ("datasets", "new", "changed", "unchanged", "withdrawn")}
    outcomes = {}
    for run in runs:
        outcomes[run["outcome"]] = outcomes.get(run["outcome"], 0) + 1
    figure(f"{name}: wall", wall, "s", target)
    figure(f"{name}: datasets per second", datasets / wall, "/s")
    figure(f"{name}: peak memory", peak, "MB", memory)
    print(f"      {total} {outcomes}")
    return total


def reading(work, folder):
    """The reader with all findings and repairs beside the parser alone, in turns; peak memory of each process."""
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet", "-p", "rdf", "--example", "reader"], check=True,
                   cwd=os.path.join(HERE, ".."))
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "..", "target"))
    program = os.path.join(target, "release", "examples", "reader")
    files = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".rdf")]
    best = {}
    for _ in range(3):
        for mode in ("parser", "read", "repair", "refine"):
            run = json.loads(subprocess.run([program, mode, *files], check=True, capture_output=True).stdout)
            if mode not in best or run["seconds"] < best[mode]["seconds"]:
                best[mode] = run
    size = best["refine"]["bytes"] / 1e6
    ratio, whole = (best["parser"]["seconds"] / best[mode]["seconds"] for mode in ("repair", "refine"))
    for mode, what in (("parser", "oxrdfio alone"), ("read", "ours, reading"), ("repair", "ours, with repairs and findings"),
                       ("refine", "ours, also split and hashed")):
        figure(f"set M, {what}", size / best[mode]["seconds"], "MB/s")
    figure("set M: speed of the reader as a part of oxrdfio's", ratio, "", 0.5, ratio >= 0.5)
    figure("set M: the same, split and hashed", whole, "")
    figure("set M: peak memory of the reader", best["refine"]["peak_mb"], "MB")
    print(f"      {best['refine']}")


def wait_ready(base, started, limit=60):
    while time.perf_counter() - started < limit:
        try:
            with urllib.request.urlopen(base + "health/ready", timeout=1) as answer:
                if answer.status == 200:
                    return time.perf_counter() - started
        except OSError:
            time.sleep(0.005)
    sys.exit("the server did not become ready")


def sparql(base, query):
    url = base + "sparql?query=" + urllib.parse.quote(query)
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.headers["X-Catalog-Seq"]), json.load(answer)["results"]["bindings"]


def visible(skord, config, base, current):
    """One title changes; until search and SPARQL show it at the same seq."""
    name = sorted(os.listdir(current))[7]
    path = os.path.join(current, name)
    text = open(path, encoding="utf-8").read()
    match = re.search(r"(<dcat:Dataset rdf:about[^>]*>.*?<dcterms:title[^>]*>)([^<]+)", text, re.S)
    word = "Skördebenchmarken"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[:match.start(2)] + word + text[match.end(2):])
    source = re.sub(r"[^A-Za-z0-9_-]", "", name.removesuffix(".rdf"))[:64]
    started = time.perf_counter()
    subprocess.run([skord, "--config", config, "harvest", source], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seqs = None
    while time.perf_counter() - started < 60:
        with urllib.request.urlopen(base + "api/v1/datasets?q=" + urllib.parse.quote(word), timeout=30) as answer:
            found, seq = json.load(answer)["total"], int(answer.headers["X-Catalog-Seq"])
        seq2, rows = sparql(base, f'SELECT ?d WHERE {{ ?d <http://purl.org/dc/terms/title> ?t FILTER(STR(?t) = "{word}") }}')
        if found and rows and seq == seq2:
            seqs = seq
            break
        time.sleep(0.02)
    figure("one changed dataset in search and SPARQL at one seq", time.perf_counter() - started, "s", 5, None if seqs else False)


def beside_peer(skord, config, base, work):
    """The 19 queries through HTTP beside an oxigraph server with our export."""
    peer = shutil.which("oxigraph") or os.path.join(os.path.dirname(sys.executable), "oxigraph")
    if not os.path.exists(peer):
        venv = os.path.join(work, "peer")
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([os.path.join(venv, "bin", "pip"), "install", "--quiet", "oxigraph"], check=True)
        peer = os.path.join(venv, "bin", "oxigraph")
    dump, store = os.path.join(work, "export.nq"), os.path.join(work, "oxigraph")
    shutil.rmtree(store, ignore_errors=True)
    wall, _, _ = timed([skord, "--config", config, "export", "--format", "nq", "-o", dump])
    figure("export as N-Quads", wall, "s")
    wall, _, _ = timed([peer, "load", "--location", store, "--file", dump])
    figure("oxigraph: bulk load of it", wall, "s")
    port = free_port()
    server = subprocess.Popen([peer, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(2)
        report = os.path.join(work, "sparql.md")
        subprocess.run([sys.executable, os.path.join(HERE, "run_sparql.py"), "--endpoint", f"oxigraph=http://127.0.0.1:{port}/query",
                        "--endpoint", f"skord={base}sparql", "--ref", "oxigraph", "--queries", os.path.join(HERE, "queries"),
                        "--md", report, "--runs", "5"], check=True, stdout=subprocess.DEVNULL)
        text = open(report).read()
        print(text)
        ratio = float(re.search(r"geometric mean.*?\*\*([0-9.]+)\*\*", text).group(1))
        figure("19 queries: geometric mean of the ratio to oxigraph", ratio, "", 0.2)
        different = text.count("differs")
        figure("19 queries: answers that differ", different, "", 0)
    finally:
        server.terminate()
        server.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--skord", default="target/release/skord")
    parser.add_argument("--datasets", type=int, default=20000)
    parser.add_argument("--work", help="folder to keep (generated catalogs are used again)")
    parser.add_argument("--skip-peer", action="store_true")
    args = parser.parse_args()
    skord = os.path.abspath(args.skord)
    work = os.path.abspath(args.work) if args.work else tempfile.mkdtemp(prefix="skord-bench-")
    os.makedirs(work, exist_ok=True)
    day1, _ = generate(work, "day1", args.datasets)
    day2, tomorrow = generate(work, "day2", args.datasets, "--mutate", "7", "2.5")
    current, data = os.path.join(work, "current"), os.path.join(work, "data")
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(current, ignore_errors=True)
    shutil.copytree(day1, current)
    port, web = free_port(), free_port()
    serve_folder(current, web)
    names = [name for name in sorted(os.listdir(current)) if name.endswith(".rdf")]
    config = os.path.join(work, "skord.toml")
    with open(config, "w") as file:
        file.write(f'[server]\nlisten = "127.0.0.1:{port}"\n[data]\ndir = "{data}"\n'
                   f'[harvest]\nallow_private_hosts = ["127.0.0.1:{web}"]\nper_host = 4\n')
        for name in names:
            source = re.sub(r"[^A-Za-z0-9_-]", "", name.removesuffix(".rdf"))[:64]
            file.write(f'[[source]]\nid = "{source}"\ntitle = "{source}"\nurl = "http://127.0.0.1:{web}/{name}"\n')
    base = f"http://127.0.0.1:{port}/"
    print(f"{len(names)} sources, {args.datasets} datasets, in {work}\n")
    reading(work, day1)

    total = harvest(skord, config, "first harvest", 60, args.datasets, 1536)
    figure("first harvest: datasets missing", args.datasets - total["datasets"], "", 0)
    harvest(skord, config, "second harvest, unchanged", 5, args.datasets)
    shutil.rmtree(current)
    shutil.copytree(day2, current)
    total = harvest(skord, config, "day two", 15, args.datasets)
    for what, key in (("changed", "changed"), ("added", "new")):
        figure(f"day two: {what}, off by", abs(len(tomorrow[what]) - total[key]), "", 0)
    for name in names:
        os.utime(os.path.join(current, name))
    total = harvest(skord, config, "day three, the same again", 15, args.datasets)
    figure("withdrawn after the next complete run, off by", abs(len(tomorrow["removed"]) - total["withdrawn"]), "", 0)

    started = time.perf_counter()
    server = subprocess.Popen([skord, "--config", config, "serve"], stderr=open(os.path.join(work, "serve.log"), "w"))
    try:
        figure("skord serve: ready", wait_ready(base, started), "s", 1)
        visible(skord, config, base, current)
        if not args.skip_peer:
            beside_peer(skord, config, base, work)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    print("\n" + (f"{len(problems)} figures miss their target: {', '.join(problems)}" if problems else "all figures reach their targets"))
    if not args.work:
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(1 if problems else 0)


main()
