// The list of suggestions while one types: combobox by keyboard, mouse and touch; and the same box without JavaScript.
import { runAxe } from "./page-checks.mjs";

/** State of the combobox, as a screen reader has it. */
function state(page) {
  return page.evaluate(() => {
    const input = document.querySelector("#q");
    const list = document.querySelector("[role=listbox]");
    const active = input.getAttribute("aria-activedescendant");
    return {
      role: input.getAttribute("role"),
      expanded: input.getAttribute("aria-expanded"),
      controls: input.getAttribute("aria-controls") === list?.id,
      options: [...(list?.querySelectorAll("[role=option]") ?? [])].map((option) => option.textContent.trim()),
      open: Boolean(list && !list.hidden),
      active: active && document.getElementById(active)?.textContent.trim(),
      selected: list?.querySelectorAll("[aria-selected=true]").length,
      spoken: document.querySelector(".suggest [aria-live]")?.textContent,
      focused: document.activeElement === input,
    };
  });
}

async function typeAndWait(page, words) {
  await page.locator("#q").pressSequentially(words, { delay: 30 });
  await page.waitForSelector("[role=listbox]:not([hidden])", { timeout: 10000 });
  return state(page);
}

/** Type, look with axe, arrows, Escape, Enter; then by mouse. On the start page and on the search page, sv and en. */
export async function suggestions(page, base) {
  const problems = [];
  const asked = [];
  page.on("request", (request) => request.url().includes("/api/v1/suggest") && asked.push(request.url()));
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("console", (message) => /Content.Security.Policy/i.test(message.text()) && problems.push(`CSP: ${message.text().slice(0, 200)}`));
  for (const path of ["/", "/datasets", "/en", "/en/datasets"]) {
    await page.goto(base + path);
    const before = await page.evaluate(() => document.querySelector("h1").getBoundingClientRect().top + document.documentElement.scrollHeight);
    let now = await typeAndWait(page, "vat");
    if (now.role !== "combobox" || now.expanded !== "true" || !now.controls) problems.push(`${path}: no open combobox: ${JSON.stringify(now)}`);
    if (!now.spoken?.includes(String(now.options.length))) problems.push(`${path}: ${now.options.length} options, told: ${now.spoken}`);
    const after = await page.evaluate(() => document.querySelector("h1").getBoundingClientRect().top + document.documentElement.scrollHeight);
    if (path === "/" && after !== before) problems.push(`${path}: the page moves by ${after - before} px`);
    await page.keyboard.press("ArrowDown");
    now = await state(page);
    if (now.active !== now.options[0] || now.selected !== 1 || !now.focused) problems.push(`${path}: arrow down gives ${JSON.stringify(now)}`);
    problems.push(...(await runAxe(page)).violations.map((violation) => `${path}, list open: ${violation}`));
    await page.keyboard.press("ArrowUp");
    if ((await state(page)).active) problems.push(`${path}: arrow up does not lead back to the box`);
    await page.keyboard.press("Escape");
    now = await state(page);
    if (now.open || now.expanded !== "false" || (await page.inputValue("#q")) !== "vat") problems.push(`${path}: Escape leaves ${JSON.stringify(now)}`);
    const before_again = asked.length;
    await page.keyboard.press("ArrowDown");
    await page.waitForSelector("[role=listbox]:not([hidden])");
    if (asked.length !== before_again) problems.push(`${path}: what was asked already is asked again`);
    await page.keyboard.press("ArrowDown");
    const target = await page.evaluate(async () => {
      const box = document.querySelector("[data-suggest]");
      return (await (await fetch(box.dataset.suggest + "vat")).json()).items[0];
    });
    await Promise.all([page.waitForURL((url) => url.pathname + url.search === target.href), page.keyboard.press("Enter")]);
    if (target.kind === "keyword") {
      const told = await page.textContent("[role=status]");
      if (!told.replace(/[\s\u202f\u00a0]/g, "").startsWith(String(target.count))) problems.push(`${path}: ${target.count} were promised, the page says ${told}`);
    }
  }
  problems.push(...(await byMouse(page, base)), ...(await without(page, base)));
  return problems;
}

async function byMouse(page, base) {
  await page.goto(`${base}/`);
  await typeAndWait(page, "bad");
  const option = page.locator("[role=option]").first();
  await Promise.all([page.waitForNavigation(), option.click()]);
  return /\/datasets[?/]/.test(page.url()) ? [] : [`a click leads to ${page.url()}`];
}

/** Enter without a choice searches for what was typed; nonsense has no list; the box left, the list is closed. */
async function without(page, base) {
  const problems = [];
  await page.goto(`${base}/`);
  await page.locator("#q").pressSequentially("xqzzwv", { delay: 20 });
  await page.waitForTimeout(600);
  if ((await state(page)).open) problems.push("nonsense has suggestions");
  await page.fill("#q", "");
  await typeAndWait(page, "vat");
  await page.keyboard.press("Tab");
  if ((await state(page)).open) problems.push("the list stays open when the box is left");
  await page.focus("#q");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if (!page.url().endsWith("q=vat")) problems.push(`Enter leads to ${page.url()}`);
  return problems;
}

/** On a small screen with text of twice the size, in forced colours, by touch. */
export async function suggestionsAreSmall(page, base) {
  const problems = [];
  await page.goto(`${base}/`);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html{font-size:200%!important}");
    document.adoptedStyleSheets = [sheet];
  });
  await typeAndWait(page, "vat");
  await page.keyboard.press("ArrowDown");
  const seen = await page.evaluate(() => {
    const html = document.documentElement;
    const list = document.querySelector("[role=listbox]");
    const options = [...list.querySelectorAll("[role=option]")];
    const outline = getComputedStyle(list.querySelector("[aria-selected=true]")).outlineStyle;
    return {
      wide: html.scrollWidth > html.clientWidth + 1 || list.scrollWidth > list.clientWidth + 1,
      small: options.filter((option) => option.getBoundingClientRect().height < 44).length,
      outline,
    };
  });
  if (seen.wide) problems.push("horizontal scroll with the list open");
  if (seen.small) problems.push(`${seen.small} options are lower than 44 px`);
  if (seen.outline === "none") problems.push("the active option cannot be seen in forced colours");
  await Promise.all([page.waitForNavigation(), page.locator("[role=option]").first().tap()]);
  return problems;
}

/** Without JavaScript the box is a search box, and nothing says otherwise. */
export async function plainBox(page, base) {
  const problems = [];
  for (const path of ["/", "/en/datasets"]) {
    await page.goto(base + path);
    if (await page.locator("#q[role], [role=listbox]").count()) problems.push(`${path}: a combobox without its script`);
    await page.fill("#q", "vatten");
    await Promise.all([page.waitForNavigation(), page.press("#q", "Enter")]);
    if (!page.url().includes("/datasets?q=vatten")) problems.push(`${path}: the box leads to ${page.url()}`);
  }
  return problems;
}
