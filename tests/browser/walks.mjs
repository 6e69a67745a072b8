// Paths through several pages. Each returns what is wrong.

/** Presses Tab until `matches` (run in the page on the focused element) holds; the focus must be visible all the way. */
async function tabTo(page, what, matches, most = 400) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press("Tab");
    // As an expression through the debugger: the page's own policy forbids building functions, as it should.
    const step = await page.evaluate(`(() => {
      const active = document.activeElement;
      if (!active || active === document.body) return { found: false };
      const style = getComputedStyle(active);
      const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      return { found: (${matches})(active), outlined, html: active.outerHTML.slice(0, 120) };
    })()`);
    if (step.outlined === false) throw new Error(`no visible focus on ${step.html}`);
    if (step.found) return;
  }
  throw new Error(`${what} cannot be reached with Tab`);
}

/** Search, facet, result, download: by keyboard alone. */
export async function keyboardWalk(page, base) {
  const problems = [];
  await page.goto(`${base}/`);
  await tabTo(page, "the search box", (element) => element.matches("input[type=search]"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/datasets/);
  const all = await total(page);
  await tabTo(page, "a format checkbox", (element) => element.matches("input[type=checkbox][name=format]"));
  await page.keyboard.press("Space");
  await tabTo(page, "the button that shows the results", (element) => element.matches(".filters button"));
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if (!/[?&]format=/.test(page.url())) problems.push(`the facet is not in the address: ${page.url()}`);
  const filtered = await total(page);
  if (!(filtered > 0 && filtered <= all)) problems.push(`${filtered} results with the facet of ${all} without`);
  if ((await page.$$(".chip")).length !== 1) problems.push("the chosen facet has no chip");
  await tabTo(page, "the first result", (element) => element.matches(".hit-title a"));
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await tabTo(page, "a download or access link", (element) => element.matches("a.button[href^='http']"));
  const name = await page.evaluate(() => document.activeElement.textContent.trim());
  if (!/^(Ladda ner|Åtkomst till) \S+/.test(name)) problems.push(`the link text does not say what it gives: ${name}`);
  return problems;
}

/** Number of results that the page states. */
async function total(page) {
  const text = await page.textContent("[role=status]");
  const digits = text.match(/^[\d\s\u202f\u00a0]+/)?.[0].replace(/\D/g, "");
  return digits ? Number(digits) : 0;
}

/** The same without JavaScript: forms and links carry everything. */
export async function withoutScripts(page, base) {
  const problems = [];
  await page.goto(`${base}/`);
  await page.fill("input[type=search]", "data");
  await Promise.all([page.waitForNavigation(), page.click(".hero button")]);
  if (!page.url().includes("q=data")) problems.push(`the search box leads to ${page.url()}`);
  await page.goto(`${base}/datasets`);
  const all = await total(page);
  await page.locator("input[type=checkbox][name=theme]").first().check();
  await Promise.all([page.waitForNavigation(), page.locator(".filters button").click()]);
  const filtered = await total(page);
  if (!(filtered > 0 && filtered <= all)) problems.push(`${filtered} results with a theme of ${all} without`);
  await Promise.all([page.waitForNavigation(), page.locator(".chip").first().click()]);
  if ((await total(page)) !== all) problems.push("removing the filter does not give all results again");
  await page.selectOption("#sort", "title");
  await Promise.all([page.waitForNavigation(), page.locator(".tools button").click()]);
  if (!page.url().includes("sort=title")) problems.push(`the order is not in the address: ${page.url()}`);
  const next = page.locator("a[rel=next]");
  if (await next.count()) {
    await Promise.all([page.waitForNavigation(), next.click()]);
    if (!page.url().includes("page=2") || !page.url().includes("sort=title")) problems.push(`the next page is ${page.url()}`);
  }
  await Promise.all([page.waitForNavigation(), page.locator(".hit-title a").first().click()]);
  if (!(await page.locator("h1").count())) problems.push("no dataset page");
  await page.goto(`${base}/sparql-editor`);
  await page.selectOption("#format", "json");
  const [answer] = await Promise.all([page.waitForResponse(/\/sparql\?/), page.locator(".query button").click()]);
  if (answer.status() !== 200) problems.push(`the SPARQL form gives HTTP ${answer.status()}`);
  return problems;
}

/** The link to the other language keeps the page, its query and leads back. */
export async function languageSwitch(page, base) {
  const problems = [];
  for (const path of ["/", "/datasets?q=data&sort=modified", "/organisations", "/tillganglighet"]) {
    await page.goto(base + path);
    await Promise.all([page.waitForNavigation(), page.click("a.language")]);
    const there = page.url().slice(base.length);
    const expected = path === "/" ? "/en" : `/en${path}`;
    if (there !== expected) problems.push(`${path} leads to ${there}`);
    if ((await page.getAttribute("html", "lang")) !== "en") problems.push(`${there} is not in English`);
    await Promise.all([page.waitForNavigation(), page.click("a.language")]);
    if (page.url().slice(base.length) !== path) problems.push(`${there} leads back to ${page.url()}`);
  }
  return problems;
}
