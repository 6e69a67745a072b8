#!/usr/bin/env python3
"""Relevance and speed of the search, beside peers, on one generated catalog and one list of judged queries.

  search.py QUERIES.tsv [--skord target/release/skord] [--datasets 20000] [--seed 2] [--work DIR] [--only skord,postgres,tantivy]

Generates a catalog twice from one seed: as RDF for us (harvested from files) and as flat documents for the peers.
PostgreSQL (`swedish`, ts_rank_cd) runs as a cluster of its own on a socket; tantivy with the plain Swedish stemmer comes
from PyPI into a virtual environment. All are asked the words of the query with OR, without Swedish stop words, title 5,
keywords 3, publisher 2, description 1, format 1 (PostgreSQL: labels A to D); we are asked as a person asks. Rules and
metric of all are those of relevance_judge.py. A peer that cannot be had is named and left out.
"""
import argparse
import collections
import csv
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import relevance_judge as judge  # noqa: E402

STOP = set("och det att i en jag hon som han på den med var sig för så till är men ett om hade de av icke mig du henne då sin nu har "
           "inte hans honom skulle hennes där min man ej vid kunde något från ut när efter upp vi dem vara vad över än dig kan sina "
           "här ha mot alla under någon eller allt mycket sedan ju denna själv detta åt utan varit hur ingen mitt ni bli blev oss din "
           "dessa några deras blir mina samma vilken er sådan vår blivit dess inom mellan sådant varför varje vilka ditt vem vilket "
           "sitta sådana vart dina vars vårt våra ert era vilkas finns".split())
FIELDS = ("title", "keywords", "publisher", "description", "format")
WEIGHTS = {"title": 5, "keywords": 3, "publisher": 2, "description": 1, "format": 1}


def flat(value):
    if isinstance(value, dict):
        return " ".join(flat(one) for one in value.values())
    return value if isinstance(value, str) else " ".join(flat(one) for one in value or [])


def words(query):
    found = [word for word in re.findall(r"\w+", query.lower())]
    return [word for word in found if word not in STOP] or found


def generate(work, arguments):
    docs, folder = os.path.join(work, "docs.jsonl"), os.path.join(work, "rdf")
    common = [sys.executable, os.path.join(HERE, "gen_catalog.py"), "--datasets", str(arguments.datasets), "--seed", str(arguments.seed)]
    if not os.path.exists(docs):
        subprocess.run([*common, "--format", "nt", "--file", os.devnull, "--docs", docs], check=True, stdout=subprocess.DEVNULL)
    if not os.path.exists(folder):
        subprocess.run([*common, "--format", "rdfxml", "--out", folder], check=True, stdout=subprocess.DEVNULL)
    return docs, folder


def ours(skord, work, folder, queries):
    """The catalog harvested from files; then `skord search-eval` as an operator runs it."""
    config = os.path.join(work, "skord.toml")
    data = os.path.join(work, "data")
    if not os.path.exists(data):
        lines = ["[harvest]", f"allow_file_roots = [{json.dumps(folder)}]", "[data]", f"dir = {json.dumps(data)}"]
        for name in sorted(os.listdir(folder)):
            if name.endswith(".rdf"):
                path = json.dumps("file://" + os.path.join(folder, name))
                lines += ["[[source]]", f'id = "{name[:-4][:60]}"', f'title = "{name[:-4]}"', f"url = {path}"]
        open(config, "w").write("\n".join(lines))
        subprocess.run([skord, "--config", config, "harvest", "--all", "--format", "json"], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)
    started = time.perf_counter()
    subprocess.run([skord, "--config", config, "rebuild", "index"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    rebuilt = time.perf_counter() - started
    answer = subprocess.run([skord, "--config", config, "search-eval", queries, "--speed", "--format", "json"], check=True,
                            capture_output=True)
    answer = json.loads(answer.stdout)
    size = 0
    published = os.path.join(data, "published")
    newest = sorted(name for name in os.listdir(published) if name.startswith("index-"))[-1]
    for root, _, files in os.walk(os.path.join(published, newest)):
        size += sum(os.path.getsize(os.path.join(root, name)) for name in files)
    speed = answer["speed"]
    print(f"skord: `rebuild index` (start, summaries, index) {rebuilt:.1f} s, index {size / 1e6:.0f} MB; "
          f"search p50 {speed['search']['p50']:.2f} ms, p99 {speed['search']['p99']:.2f} ms; "
          f"suggest p50 {speed['suggest']['p50']:.2f} ms, p99 {speed['suggest']['p99']:.2f} ms")
    classes = {"ALL": answer} | answer["classes"]
    return {name: (one["ndcg"], one["mrr"], one["zero"], one["queries"]) for name, one in classes.items()}


def judged(run, grades, queries):
    found, _ = judge.score(run, grades, queries)
    return {name: (one[0], one[1], one[3], one[4]) for name, one in found.items()}


def times(name, all_times):
    ordered = sorted(all_times)
    print(f"{name}: search p50 {statistics.median(ordered) * 1000:.2f} ms, p99 {ordered[int(len(ordered) * .99)] * 1000:.2f} ms")


def tantivy(work, docs, queries):
    python = os.path.join(work, "peers", "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(work, "peers")], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "tantivy"], check=True, timeout=300)
    run = subprocess.run([python, os.path.abspath(__file__), "--peer-tantivy", docs, queries], check=True, capture_output=True)
    answer = json.loads(run.stdout)
    print(f"tantivy: index {answer['indexed']:.1f} s")
    times("tantivy", answer["times"])
    return answer["run"]


def tantivy_peer(docs, queries):
    """Runs inside the virtual environment."""
    import tantivy as t
    builder = t.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="swedish")
    index = t.Index(builder.build())
    analyzer = t.TextAnalyzerBuilder(t.Tokenizer.simple()).filter(t.Filter.lowercase()).filter(t.Filter.stemmer("swedish")).build()
    index.register_tokenizer("swedish", analyzer)
    started = time.perf_counter()
    writer = index.writer(200_000_000, 1)
    for line in open(docs, encoding="utf8"):
        one = json.loads(line)
        writer.add_document(t.Document(id=one["id"], **{field: flat(one.get(field)) for field in FIELDS}))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    indexed, searcher = time.perf_counter() - started, index.searcher()
    run, taken = {}, []
    for row in csv.DictReader(open(queries, encoding="utf8"), delimiter="\t"):
        started = time.perf_counter()
        query, _ = index.parse_query_lenient(" ".join(words(row["query"])), list(FIELDS), field_boosts={k: float(v) for k, v in WEIGHTS.items()})
        hits = searcher.search(query, 50).hits
        taken.append(time.perf_counter() - started)
        run[row["id"]] = [searcher.doc(address)["id"][0] for _, address in hits]
    print(json.dumps({"run": run, "indexed": indexed, "times": taken}))


class Postgres:
    """A cluster of its own; as `postgres` when started by root, which the server refuses to be."""

    def __init__(self, work):
        self.folder = os.path.join(work, "pg")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        os.chmod(self.folder, 0o777)
        binaries = os.path.dirname(os.path.realpath(shutil.which("postgres") or sorted(__import__("glob").glob("/usr/lib/postgresql/*/bin/postgres"))[-1]))
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        data = os.path.join(self.folder, "data")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        subprocess.run([*self.user, f"{binaries}/initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"], check=True, **quiet)
        self.stop = [*self.user, f"{binaries}/pg_ctl", "-D", data, "-m", "immediate", "stop"]
        subprocess.run([*self.user, f"{binaries}/pg_ctl", "-D", data, "-o", f"-k {self.folder} -c listen_addresses=", "-l",
                        os.path.join(self.folder, "log"), "-w", "start"], check=True, **quiet)

    def sql(self, text):
        command = ["psql", "-h", self.folder, "-U", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1"]
        return subprocess.run(command, input=text.encode(), check=True, capture_output=True).stdout.decode()

    def close(self):
        subprocess.run(self.stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def postgres(work, docs, queries):
    server = Postgres(work)
    try:
        clean = str.maketrans({"\\": "\\\\", "\t": " ", "\n": " ", "\r": " "})
        rows = []
        for line in open(docs, encoding="utf8"):
            one = json.loads(line)
            rows.append("\t".join(flat(one.get(field)).translate(clean) for field in ("id", *FIELDS)))
        started = time.perf_counter()
        server.sql("create table t(id text,title text,keywords text,publisher text,description text,format text);\ncopy t from stdin;\n"
                   + "\n".join(rows) + "\n\\.\n"
                   "alter table t add v tsvector; update t set v=setweight(to_tsvector('swedish',title),'A')||setweight(to_tsvector('swedish',keywords),'B')"
                   "||setweight(to_tsvector('swedish',publisher||' '||format),'C')||setweight(to_tsvector('swedish',description),'D');\n"
                   "create index on t using gin(v); analyze t;\n")
        print(f"postgres: index {time.perf_counter() - started:.1f} s")
        run, text = {}, "\\timing on\n"
        for row in csv.DictReader(open(queries, encoding="utf8"), delimiter="\t"):
            query = row["query"].replace("'", "''")
            text += (f"select '{row['id']}', id from (select id, ts_rank_cd(v,x) s from t, (select replace(plainto_tsquery('swedish',"
                     f"'{query}')::text,'&','|')::tsquery x) y where v@@x order by s desc, id limit 50) z;\n")
        taken = []
        for line in server.sql(text).splitlines():
            if line.startswith("Time:"):
                taken.append(float(line.split()[1]) / 1000)
            elif "|" in line:
                query, one = line.split("|", 1)
                run.setdefault(query, []).append(one)
        times("postgres", taken)
        return run
    finally:
        server.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries")
    parser.add_argument("--skord", default=os.path.join(HERE, "..", "target", "release", "skord"))
    parser.add_argument("--datasets", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--work", default="target/bench-search")
    parser.add_argument("--only", default="skord,postgres,tantivy")
    arguments = parser.parse_args()
    work = os.path.abspath(arguments.work)
    os.makedirs(work, exist_ok=True)
    docs, folder = generate(work, arguments)
    results = {}
    queries = list(judge.load_queries(arguments.queries))
    grades = judge.qrels(queries, list(judge.load_catalog(docs)))
    for name in arguments.only.split(","):
        try:
            if name == "skord":
                results[name] = ours(os.path.abspath(arguments.skord), work, folder, os.path.abspath(arguments.queries))
            else:
                run = {"postgres": postgres, "tantivy": tantivy}[name](work, docs, os.path.abspath(arguments.queries))
                results[name] = judged(collections.defaultdict(list, run), grades, queries)
        except (subprocess.SubprocessError, OSError, IndexError) as error:
            print(f"{name}: left out: {error} {getattr(error, 'stderr', None) or ''}")
    names = list(results)
    print("\nnDCG@10 / MRR / zero-result rate (queries)")
    print(f"{'class':<14}" + "".join(f"{name:>28}" for name in names))
    for group in sorted({group for one in results.values() for group in one}, key=lambda group: (group != "ALL", group)):
        cells = [results[name].get(group) for name in names]
        text = (f"{c[0]:.3f} / {c[1]:.3f} / {c[2] * 100:.1f} % ({c[3]})" if c else "-" for c in cells)
        print(f"{group:<14}" + "".join(f"{cell:>28}" for cell in text))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer-tantivy"]:
        tantivy_peer(*sys.argv[2:])
    else:
        main()
