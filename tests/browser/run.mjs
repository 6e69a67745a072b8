// The portal in a real browser. Usage: node run.mjs BASE_URL
//
// Crawls one or more pages of every kind, in both languages, and checks accessibility (axe, WCAG 2.2 AA and best
// practice), reflow, text spacing, language, links, headers and console; then walks the path search -> facet -> result
// -> download by keyboard alone, and again with JavaScript switched off. Exit: 0 clean, 1 violations, 2 usage.
//
// Environment: CHROMIUM (default /usr/bin/chromium), OUT (folder for screenshots), SCHEMES (default light,dark),
// WIDTHS (default 1280,320), ONLY (part of a path: check only such pages, skip the walks).
import { chromium } from "playwright-core";
import fs from "node:fs";
import { checkPage } from "./page-checks.mjs";
import { discover } from "./discover.mjs";
import { keyboardWalk, languageSwitch, withoutScripts } from "./walks.mjs";
import { plainBox, suggestions, suggestionsAreSmall } from "./suggestions.mjs";

const base = process.argv[2]?.replace(/\/$/, "");
if (!base) {
  console.error("usage: node run.mjs BASE_URL (for example http://127.0.0.1:8080)");
  process.exit(2);
}
const widths = (process.env.WIDTHS ?? "1280,320").split(",").map(Number);
const schemes = (process.env.SCHEMES ?? "light,dark").split(",");
const out = process.env.OUT;
if (out) fs.mkdirSync(out, { recursive: true });

/** What is wrong, one sentence each. */
const failures = [];
const report = (where, problems) => {
  for (const problem of problems) {
    failures.push(`${where}: ${problem}`);
    console.log(`  FAIL ${where}: ${problem}`);
  }
};

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--force-color-profile=srgb"] });
const started = Date.now();

async function checkAll(pages) {
  for (const { path, status } of pages) {
    for (const width of widths) {
      for (const colorScheme of schemes) {
        // The dark scheme differs in colours only: one width is enough.
        if (colorScheme === "dark" && width !== widths[0]) continue;
        const where = `${path} @${width} ${colorScheme}`;
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          colorScheme,
          locale: "sv-SE",
          reducedMotion: "reduce",
        });
        const shot = out && `${out}/${path.replace(/[^\w]+/g, "_").slice(0, 60)}-${width}-${colorScheme}.png`;
        const { problems, passed } = await checkPage(await context.newPage(), base + path, { status, shot });
        await context.close();
        if (problems.length === 0) console.log(`ok   ${where} (${passed} rules)`);
        report(where, problems);
      }
    }
  }
}

const walks = [
  ["keyboard", keyboardWalk, {}],
  ["without JavaScript", withoutScripts, { javaScriptEnabled: false }],
  ["language switch", languageSwitch, {}],
  ["suggestions while typing", suggestions, {}],
  ["suggestions at 320 px, large text, forced colours", suggestionsAreSmall, { viewport: { width: 320, height: 640 }, forcedColors: "active", reducedMotion: "reduce", hasTouch: true }],
  ["the search box without JavaScript", plainBox, { javaScriptEnabled: false }],
];

try {
  const discovering = await browser.newContext();
  const pages = await discover(await discovering.newPage(), base);
  await discovering.close();
  const only = process.env.ONLY;
  await checkAll(only ? pages.filter(({ path }) => path.includes(only)) : pages);
  for (const [name, walk, options] of only ? [] : walks) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "sv-SE", ...options });
    const problems = await walk(await context.newPage(), base).catch((error) => [String(error.message ?? error)]);
    await context.close();
    if (problems.length === 0) console.log(`ok   ${name}`);
    report(name, problems);
  }
  if (pages.length < 12) report("discovery", [`only ${pages.length} pages found: is there data behind ${base}?`]);
} catch (error) {
  report("run", [String(error.stack ?? error)]);
} finally {
  await browser.close();
}
const seconds = ((Date.now() - started) / 1000).toFixed(0);
console.log(failures.length ? `${failures.length} failure(s) in ${seconds} s` : `all clean in ${seconds} s`);
process.exit(failures.length ? 1 : 0);
