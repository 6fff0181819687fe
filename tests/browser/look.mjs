// Opens the pages of built sites in a browser and says what is wrong with them.
//
// Of the first site every page is looked at in the light, wide and narrow; one of each type also in the
// dark, without script, as small as a window of 1280 pixels is at 400 %, and in forced colours. Of the others,
// one of each type is, but for the last two. On each: axe's rules, with the size of targets, nothing wider than the window, no message
// of the browser's, nothing blocked by the policy of docs/publishing.md, nothing asked of another host. Where it
// is small, the keyboard goes through the page: the focus is to be seen wherever it is. Nothing moves for those
// who asked for stillness.
//
// usage: node look.mjs SITE… [--pictures FOLDER]

import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import axe from "axe-core";
import { host } from "./host.mjs";

const { values, positionals: folders } = parseArgs({
  options: { pictures: { type: "string" } },
  allowPositionals: true,
});
const TABS = 3;
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 780 };
const SMALL = { width: 320, height: 256 };
const STEPS = 30;
const EVERY_PAGE = [
  { name: "wide", viewport: WIDE },
  { name: "narrow", viewport: NARROW },
];
const EVERY_TYPE = [
  { name: "wide and dark", viewport: WIDE, colorScheme: "dark" },
  { name: "narrow and dark", viewport: NARROW, colorScheme: "dark" },
  { name: "wide without script", viewport: WIDE, script: "none" },
  { name: "narrow without script", viewport: NARROW, script: "none" },
];
const OF_THE_FIRST = [
  { name: "at 400 %, still", viewport: SMALL, reducedMotion: "reduce", keyboard: "walked" },
  { name: "wide in forced colours", viewport: WIDE, forcedColors: "active" },
];
const problems = [];
let looked = 0;

// The pages of a site, with the type that the body's class names.
function pagesOf(folder) {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [file, readFileSync(file, "utf8")])
      // A redirect is gone before anybody can look at it.
      .filter(([, text]) => !text.includes('http-equiv="refresh"'))
      .map(([file, text]) => ({
        path: `/${relative(folder, file).replace(/index\.html$/, "")}`,
        type: text.match(/<body class="([^"]*)"/)?.[1] ?? "",
        size: text.length,
      }))
      .sort((one, other) => (one.path < other.path ? -1 : 1))
  );
}

// The longest page of each type: it has most of what such a page can have.
function oneOfEachType(pages) {
  const longest = new Map();
  for (const page of pages) {
    if ((longest.get(page.type)?.size ?? 0) < page.size) longest.set(page.type, page);
  }
  return [...longest.values()];
}

async function axeOn(tab) {
  await tab.evaluate(axe.source);
  return tab.evaluate(async () => {
    const rules = { "target-size": { enabled: true } };
    const results = await globalThis.axe.run({ resultTypes: ["violations"], preload: false, rules });
    return results.violations.map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 3).map((node) => node.target.join(" "));
      return `${id}: ${help} (${where.join(", ")})`;
    });
  });
}

// Where the keyboard leads, one step after the other: what has the focus, if that can't be seen.
async function unseenFocus(tab) {
  const unseen = [];
  for (let step = 0; step < STEPS; step += 1) {
    await tab.keyboard.press("Tab");
    const found = await tab.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "end";
      const style = getComputedStyle(element);
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      const box = element.getBoundingClientRect();
      const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return ring && inside && box.width > 1 && box.height > 1 ? "" : element.outerHTML.slice(0, 120);
    });
    if (found === "end") break;
    if (found) unseen.push(found);
  }
  return unseen;
}

async function moves(tab) {
  return tab.evaluate(() =>
    [...document.querySelectorAll("*")].some((element) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
      return animationName !== "none" || transitionDuration !== "0s" || scrollBehavior === "smooth";
    }),
  );
}

// In a script that runs from the right, a page begins there.
async function wrongSide(tab) {
  return tab.evaluate(() => {
    const heading = document.createRange();
    heading.selectNodeContents(document.querySelector("h1"));
    const { left, right } = heading.getBoundingClientRect();
    const main = document.querySelector("main").getBoundingClientRect();
    const room = [left - main.left, main.right - right];
    const [before, after] = document.dir === "rtl" ? room.reverse() : room;
    return before > after + 1;
  });
}

async function look(tab, address, page, mode, say) {
  await tab.goto(address + page.path);
  looked += 1;
  const wider = await tab.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wider > 0) say(`is ${wider} pixels wider than the window`);
  if (await wrongSide(tab)) say("begins at the wrong side");
  for (const violation of await axeOn(tab)) say(violation);
  if (mode.keyboard === "walked") for (const element of await unseenFocus(tab)) say(`the focus isn't seen: ${element}`);
  if (mode.reducedMotion === "reduce" && (await moves(tab))) say("something moves");
  if (mode.script !== "none") await search(tab);
  if (values.pictures) {
    mkdirSync(values.pictures, { recursive: true });
    const name = `${page.path.split("/").filter(Boolean).join("-") || "overview"} ${mode.name}`;
    const path = join(values.pictures, `${name.replaceAll(" ", "-")}.png`);
    await tab.screenshot({ path, fullPage: true });
  }
}

// What a script does with a word typed in, is done under the policy too.
async function search(tab) {
  for (const field of await tab.locator("input[type=search]:visible").all()) {
    await field.fill("a");
    await tab.waitForTimeout(150);
    await field.fill("");
  }
}

async function lookAll(browser, site, pages, mode) {
  const { viewport, colorScheme, script, reducedMotion, forcedColors } = mode;
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion, forcedColors });
  // The site's script comes empty instead of switching the engine off: axe itself runs in the page.
  if (script === "none") {
    await context.route("**/*.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  }
  const waiting = [...pages];
  const tabs = Array.from({ length: TABS }, async () => {
    const tab = await context.newPage();
    let here = "";
    const say = (text) => problems.push(`${site.name}${here}, ${mode.name}: ${text}`);
    tab.on("console", (message) => {
      // The page for what isn't there comes with the status that says so.
      if (message.type() === "error" && !/status of 404/.test(message.text())) say(message.text());
    });
    tab.on("pageerror", (error) => say(`script: ${error.message}`));
    tab.on("request", (request) => {
      if (!request.url().startsWith(site.address)) say(`asks for ${request.url()}`);
    });
    tab.on("requestfailed", (request) => {
      // An icon that is still on its way when the next page is opened.
      if (request.failure()?.errorText === "net::ERR_ABORTED") return;
      say(`can't load ${request.url()}: ${request.failure()?.errorText}`);
    });
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      here = page.path;
      await look(tab, site.address, page, mode, say);
    }
  });
  await Promise.all(tabs);
  await context.close();
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
for (const folder of folders) {
  const pages = pagesOf(folder);
  if (pages.length === 0) problems.push(`${folder} has no pages`);
  const server = await host(folder);
  const site = { name: basename(folder), address: server.address };
  const types = oneOfEachType(pages);
  for (const mode of EVERY_PAGE) await lookAll(browser, site, folder === folders[0] ? pages : types, mode);
  const modes = folder === folders[0] ? [...EVERY_TYPE, ...OF_THE_FIRST] : EVERY_TYPE;
  for (const mode of modes) await lookAll(browser, site, types, mode);
  for (const report of server.blocked) problems.push(`${site.name}: blocked: ${report}`);
  server.close();
}
await browser.close();

for (const problem of problems) console.log(problem);
console.log(`looked ${looked} times at a page, found ${problems.length} problems`);
process.exit(problems.length === 0 && looked > 0 ? 0 : 1);
