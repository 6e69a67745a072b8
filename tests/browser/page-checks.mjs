// What is checked on every page.
import { createRequire } from "node:module";

const axe = createRequire(import.meta.url)("axe-core");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SERIOUS = new Set(["moderate", "serious", "critical"]);

/** WCAG 1.4.12: nothing may be lost when readers space their text like this. */
const TEXT_SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}";

/** Loads one page and looks at it; `{ problems, passed }`. */
export async function checkPage(page, url, { status, shot }) {
  const problems = [];
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (/Content.Security.Policy/i.test(text)) problems.push(`CSP: ${text.slice(0, 200)}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== url) problems.push(`HTTP ${response.status()} ${response.url()}`);
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) problems.push(`a request to another host: ${request.url()}`);
  });
  const response = await page.goto(url, { waitUntil: "load", timeout: 30000 });
  if (response.status() !== status) problems.push(`HTTP ${response.status()} instead of ${status}`);
  problems.push(...headers(response));
  problems.push(...(await page.evaluate(outline)));
  const { violations, passes } = await runAxe(page);
  problems.push(...violations);
  if (shot) await page.screenshot({ path: shot, fullPage: true });
  problems.push(...(await focus(page)));
  problems.push(...(await spacing(page)));
  return { problems, passed: passes };
}

function headers(response) {
  const headers = response.headers();
  const policy = headers["content-security-policy"] ?? "";
  const problems = [];
  if (!policy) problems.push("no Content-Security-Policy");
  if (/unsafe-(inline|eval)/.test(policy)) problems.push("an unsafe Content-Security-Policy");
  if (!/^text\/html/.test(headers["content-type"] ?? "")) problems.push(`content type ${headers["content-type"]}`);
  if (headers["set-cookie"]) problems.push("it sets a cookie");
  return problems;
}

/** Runs in the page: structure, links, reflow. */
function outline() {
  const problems = [];
  const html = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  if (!html.lang) problems.push("no lang");
  if (!document.title.trim()) problems.push("no title");
  if (all("h1").length !== 1) problems.push(`${all("h1").length} h1`);
  if (all("main").length !== 1) problems.push(`${all("main").length} main`);
  if (html.scrollWidth > html.clientWidth + 1) {
    const wide = all("body *").find((element) => element.getBoundingClientRect().right > html.clientWidth + 1 && !element.closest(".scroll, .code"));
    problems.push(`horizontal scroll (${html.scrollWidth} px), first at ${wide?.outerHTML.slice(0, 120)}`);
  }
  const bad = all("a[href], form[action]").filter((element) => /^\s*(javascript|data|vbscript):/i.test(element.getAttribute("href") ?? element.getAttribute("action")));
  if (bad.length) problems.push(`an active address: ${bad[0].outerHTML.slice(0, 200)}`);
  const inline = all("*").find((element) => [...element.attributes].some(({ name }) => name === "style" || name.startsWith("on")));
  if (inline) problems.push(`inline style or handler: ${inline.outerHTML.slice(0, 200)}`);
  // The one script that there is suggests while one types, on pages with that box only.
  const scripts = all("script:not([type='application/ld+json'])").map((script) => script.getAttribute("src") ?? "inline");
  const strange = scripts.filter((source) => !/^\/assets\/suggest-[0-9a-f]{16}\.js$/.test(source));
  if (strange.length) problems.push(`scripts: ${strange.join(", ")}`);
  if (scripts.length !== all("[data-suggest]").length) problems.push(`${scripts.length} scripts for ${all("[data-suggest]").length} boxes`);
  for (const block of all("script[type='application/ld+json']")) {
    try {
      JSON.parse(block.textContent);
    } catch (error) {
      problems.push(`JSON-LD does not parse: ${error.message}`);
    }
  }
  const ids = all("[id]").map((element) => element.id);
  const twice = ids.find((id, position) => ids.indexOf(id) !== position);
  if (twice) problems.push(`the id ${twice} twice`);
  return problems;
}

export async function runAxe(page) {
  await page.evaluate(axe.source);
  const results = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }), TAGS);
  const violations = results.violations
    .filter((violation) => SERIOUS.has(violation.impact))
    .flatMap((violation) => violation.nodes.slice(0, 3).map((node) => `${violation.impact} ${violation.id}: ${violation.help} | ${node.target.join(" ")} | ${node.html.slice(0, 160).replace(/\s+/g, " ")}`));
  return { violations, passes: results.passes.length };
}

/** The first Tab reaches the skip link, and it can be seen. */
async function focus(page) {
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const active = document.activeElement;
    const style = getComputedStyle(active);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const box = active.getBoundingClientRect();
    return { href: active.getAttribute("href"), seen, onScreen: box.top >= 0 && box.left >= 0 };
  });
  const problems = [];
  if (!first.href?.startsWith("#")) problems.push("the first Tab is no skip link");
  if (!first.seen || !first.onScreen) problems.push("the focus cannot be seen on the skip link");
  return problems;
}

async function spacing(page) {
  // Through the debugger: the page's own policy forbids inline styles, as it should.
  const overflow = await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
    const html = document.documentElement;
    return html.scrollWidth > html.clientWidth + 1;
  }, TEXT_SPACING);
  return overflow ? ["horizontal scroll with wide text spacing (WCAG 1.4.12)"] : [];
}
