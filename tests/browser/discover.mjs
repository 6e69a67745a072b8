// Which pages to look at: fixed ones, and some of each kind that the portal links to.

/** Pages that every portal has. */
const FIXED = [
  ["/", 200],
  ["/datasets", 200],
  ["/datasets?q=vatten&sort=modified&per_page=50", 200],
  ["/datasets?q=finnsverkligeninte123&theme=ENVI", 200],
  ["/datasets?q=finnsverkligeninte123&publisher=ingen", 400],
  ["/datasets?page=99999", 200],
  ["/datasets?page=noll", 400],
  ["/services", 200],
  ["/series", 200],
  ["/organisations", 200],
  ["/organisations?q=finnsinte", 200],
  ["/sources", 200],
  ["/check", 200],
  ["/developers", 200],
  ["/quality", 200],
  ["/quality?sort=name&mode=eu", 200],
  ["/en/quality", 200],
  ["/quality?mode=us", 400],
  ["/quality/sources/finns-inte", 404],
  ["/sparql-editor", 200],
  ["/tillganglighet", 200],
  ["/finns-inte", 404],
  ["/statistics", 200],
  ["/statistics?period=all", 200],
  ["/en/statistics", 200],
  ["/hvd", 200],
  ["/hvd?missing=api", 200],
  ["/hvd?missing=allt", 400],
  ["/en/hvd", 200],
  ["/datasets/finns-inte", 404],
  ["/sources/finns-inte", 404],
  ["/runs/1", 200],
  ["/en/runs/1", 200],
  ["/runs/999999999", 404],
  ["/en", 200],
  ["/en/datasets?q=vatten", 200],
  ["/en/organisations", 200],
  ["/en/sources", 200],
  ["/en/check", 200],
  ["/en/developers", 200],
  ["/en/tillganglighet", 200],
  ["/en/finns-inte", 404],
];

/** Lists to follow: address, pattern of the links, how many. */
const LISTS = [
  ["/datasets?sort=title&per_page=100", /^\/datasets\/[^/?]+$/, 6],
  ["/datasets?sort=modified", /^\/datasets\/[^/?]+$/, 2],
  ["/services", /^\/datasets\/[^/?]+$/, 2],
  ["/series", /^\/datasets\/[^/?]+$/, 2],
  ["/organisations", /^\/organisations\/[^/?]+$/, 3],
  ["/sources", /^\/sources\/[^/?]+$/, 20],
  ["/quality", /^\/quality\/sources\/[^/?]+$/, 3],
  ["/quality", /^\/quality\/organisations\/[^/?]+$/, 2],
  ["/en/datasets", /^\/en\/datasets\/[^/?]+$/, 2],
  ["/en/organisations", /^\/en\/organisations\/[^/?]+$/, 1],
];

/** All pages to check, each once: `{ path, status }`. */
export async function discover(page, base) {
  const found = new Map(FIXED);
  for (const [list, pattern, most] of LISTS) {
    await page.goto(base + list);
    const paths = await page.$$eval("main a[href]", (links) => links.map((link) => link.getAttribute("href")));
    const matching = [...new Set(paths)].filter((path) => pattern.test(path));
    // Spread over the list, not only its head: odd titles sort first and last.
    const step = Math.max(1, Math.floor(matching.length / most));
    matching.filter((_, i) => i % step === 0).slice(0, most).forEach((path) => found.set(path, 200));
  }
  // The history of some datasets, and the reports of some runs.
  const datasets = [...found.keys()].filter((path) => /^(\/en)?\/datasets\/[^/?]+$/.test(path) && found.get(path) === 200);
  datasets.slice(0, 2).forEach((path) => found.set(`${path}/history`, 200));
  const sources = [...found.keys()].filter((path) => /^\/sources\/[^/?]+$/.test(path) && found.get(path) === 200);
  for (const source of sources.slice(0, 4)) {
    await page.goto(base + source);
    const runs = await page.$$eval("td, th", (cells) => cells.flatMap((cell) => [...cell.querySelectorAll("a[href*='/runs/']")].map((a) => a.getAttribute("href"))));
    runs.slice(0, 1).forEach((path) => found.set(path, 200));
  }
  // A facet that is there, chosen.
  await page.goto(`${base}/datasets`);
  const boxes = await page.$$eval("input[type=checkbox][name]:not([name=members])", (all) =>
    all.map((box) => `${box.name}=${encodeURIComponent(box.value)}`));
  if (boxes.length > 1) found.set(`/datasets?${boxes[0]}&${boxes.at(-1)}`, 200);
  return [...found].map(([path, status]) => ({ path, status }));
}
