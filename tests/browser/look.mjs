// Opens every page of a built site in a browser, wide and narrow, and says what is wrong with it.
//
// usage: node look.mjs FOLDER [PICTURES]

import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import axe from "axe-core";

const [folder, pictures] = process.argv.slice(2);
const WIDTHS = [1280, 360];
const problems = [];
let looked = 0;

const pages = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  // A redirect is gone before anybody can look at it.
  .filter((file) => !readFileSync(file, "utf8").includes('http-equiv="refresh"'))
  .sort();

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
for (const width of WIDTHS) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  let name = "";
  const say = (text) => problems.push(`${name} at ${width}: ${text}`);
  page.on("console", (message) => message.type() === "error" && say(`console: ${message.text()}`));
  page.on("pageerror", (error) => say(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) say(`asks for ${request.url()}`);
  });
  page.on("requestfailed", (request) => say(`can't load ${request.url()}`));
  for (const file of pages) {
    name = relative(folder, file);
    await page.goto(pathToFileURL(file).href);
    looked += 1;
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) say(`is ${wider} pixels wider than the window`);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const results = await globalThis.axe.run({ resultTypes: ["violations"], preload: false });
      return results.violations.map(({ id, help, nodes }) => ({
        id,
        help,
        where: nodes.slice(0, 3).map((node) => node.target.join(" ")),
      }));
    });
    for (const { id, help, where } of violations) say(`${id}: ${help} (${where.join(", ")})`);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      const picture = `${name.replaceAll("/", "-").replace(".html", "")}-${width}.png`;
      await page.screenshot({ path: join(pictures, picture), fullPage: true });
    }
  }
  await page.close();
}
await browser.close();

for (const problem of problems) console.log(problem);
console.log(`looked at ${looked} pages, found ${problems.length} problems`);
process.exit(problems.length === 0 && looked > 0 ? 0 : 1);
