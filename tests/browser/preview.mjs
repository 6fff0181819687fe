// Uses the preview as a writer would: edits files and looks what the browser shows, without a hand on it.
//
// usage: node preview.mjs ADDRESS PROJECT [PICTURES]

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import axe from "axe-core";

const [address, project, pictures] = process.argv.slice(2);
const DOCUMENT = "content/processing/all-apps/support.md";
const PAGE = `${address}processing/support/`;
/** Generous: a loaded machine is slow, and nothing here is about speed. */
const WAIT = { timeout: 60_000 };

const read = (path) => readFileSync(join(project, path), "utf8");
function write(path, text) {
  const place = join(project, path);
  writeFileSync(`${place}~`, text);
  renameSync(`${place}~`, place);
}
const edit = (path, from, to) => {
  const text = read(path);
  assert.ok(text.includes(from), `${path} says ${from}`);
  write(path, text.replace(from, to));
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
context.setDefaultTimeout(WAIT.timeout);
const complaints = [];
context.on("console", (message) => {
  // An answer that isn't "200" is logged as an error, and some of these are what is tested.
  if (message.type() === "error" && !message.text().includes("Failed to load resource")) complaints.push(message.text());
});
context.on("weberror", (error) => complaints.push(String(error.error())));
context.on("request", (request) => {
  if (!request.url().startsWith(address) && !request.url().startsWith("about:")) complaints.push(`asks for ${request.url()}`);
});
const page = await context.newPage();
const bar = (of = page) => of.locator("candor-bar");
const says = (text, of = page) => of.locator("main").getByText(text).first().waitFor(WAIT);

async function picture(name) {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  for (const [width, height] of [[1280, 900], [360, 740]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

async function isSound(what) {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${what} is ${wider} pixels wider than the window at ${width}`);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run("candor-bar", { resultTypes: ["violations"], preload: false, iframes: false });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
    });
    assert.deepEqual(violations, [], `${what} at ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

const steps = {
  async "an edit reaches the text, and leaves the reader where she is"() {
    await page.goto(PAGE);
    await bar().getByText("No draft").waitFor();
    await page.evaluate(() => {
      globalThis.stays = "here";
      document.querySelector("main details")?.setAttribute("open", "");
      document.querySelector(".masthead a").focus({ preventScroll: true });
      scrollTo({ top: 150, behavior: "instant" });
    });
    const before = await page.evaluate(() => scrollY);
    write(DOCUMENT, `${read(DOCUMENT)}\nThe first words that are new.\n`);
    await bar().getByText("Draft: 1 amendment").waitFor();
    // The draft isn't in force: it stands in the register of changes, and the banner is there.
    await page.locator(".draft").waitFor();
    assert.equal(await page.evaluate(() => globalThis.stays), "here");
    const after = await page.evaluate(() => scrollY);
    assert.ok(Math.abs(after - before) < 120, `scrolled from ${before} to ${after}`);
    assert.equal(await page.evaluate(() => document.activeElement?.localName), "a");
    assert.equal(page.url(), PAGE);
  },

  async "an untracked page shows each save"() {
    write("content/contact-preview.md", '+++\ntitle = "Preview"\n+++\n\nNumber 0 of many.\n\n<details><summary>More</summary>\n\nInside.\n\n</details>\n');
    await page.goto(`${address}contact-preview/`);
    await page.evaluate(() => (globalThis.stays = "here"));
    await page.locator("main details").evaluate((details) => (details.open = true));
    for (let number = 1; number <= 20; number += 1) {
      write("content/contact-preview.md", read("content/contact-preview.md").replace(/Number \d+/, `Number ${number}`));
      await says(`Number ${number} of many.`);
    }
    assert.equal(await page.evaluate(() => globalThis.stays), "here");
    assert.equal(await page.locator("main details").evaluate((details) => details.open), true);
  },

  async "a stylesheet is exchanged without loading the page, and never missing"() {
    const sheet = "themes/default/assets/site.css";
    const css = readFileSync(join(import.meta.dirname, "../..", sheet), "utf8");
    mkdirSync(join(project, "themes/default/assets"), { recursive: true });
    await page.evaluate(() => {
      globalThis.bare = false;
      const look = () => {
        if (getComputedStyle(document.querySelector(".masthead .bar")).display !== "flex") globalThis.bare = true;
        requestAnimationFrame(look);
      };
      look();
    });
    write(sheet, `${css}\nmain { outline: 3px solid rgb(1, 2, 3); }\n`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(1, 2, 3)", null, WAIT);
    assert.equal(await page.evaluate(() => globalThis.stays), "here");
    assert.equal(await page.evaluate(() => globalThis.bare), false);
    write(sheet, css);
    await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineStyle === "none", null, WAIT);
  },

  async "problems show themselves in every tab, and go by themselves"() {
    await page.goto(PAGE);
    await page.evaluate(() => (globalThis.stays = "here"));
    const other = await context.newPage();
    await other.goto(`${address}subprocessors/`);
    const text = read(DOCUMENT);
    const heading = await page.locator("h1").textContent();
    write(DOCUMENT, text.replace("title =", "titel =") + "\n[x](subprocessor:nobody-of-that-name)\n");
    for (const tab of [page, other]) {
      const problem = bar(tab).locator(".problem").filter({ hasText: "titel" }).first();
      await problem.waitFor();
      assert.match(await problem.textContent(), /content\/processing\/all-apps\/support\.md:\d+:\d+/);
      assert.match(await problem.textContent(), /title/);
      await bar(tab).locator(".problem").filter({ hasText: "nobody-of-that-name" }).first().waitFor();
    }
    assert.equal(await page.locator("h1").textContent(), heading);
    await picture("problems");
    await isSound("the panel of problems");
    await page.reload();
    await bar().locator(".problem").first().waitFor();
    assert.equal(page.url(), PAGE);
    await page.evaluate(() => (globalThis.stays = "here"));
    write(DOCUMENT, `${text}\n[x](subprocessor:nobody-of-that-name)\n`);
    for (const tab of [page, other]) {
      await bar(tab).locator(".problem").filter({ hasText: "titel" }).first().waitFor({ state: "detached" });
      await bar(tab).locator(".problem").first().waitFor();
    }
    write(DOCUMENT, text);
    for (const tab of [page, other]) {
      await bar(tab).getByRole("button", { name: "No problems", exact: true }).waitFor();
      await bar(tab).locator("#panel").waitFor({ state: "hidden" });
    }
    assert.equal(await page.evaluate(() => globalThis.stays), "here");
    await other.close();
  },

  async "seven tabs share one stream, and all hear"() {
    const tabs = [];
    for (let n = 0; n < 7; n += 1) {
      const tab = await context.newPage();
      await tab.goto(`${address}contact-preview/`);
      tabs.push(tab);
    }
    edit("content/contact-preview.md", "of many", "of seven");
    for (const tab of tabs) await says("of seven", tab);
    const { streams } = await (await fetch(`${address}-/state`)).json();
    assert.equal(streams, 1);
    for (const tab of tabs) await tab.close();
  },

  async "another day is another address, and stays the day"() {
    await page.goto(address);
    await bar().getByLabel("Shown as of").selectOption("another");
    await bar().getByLabel("Another day").fill("2031-05-06");
    await page.waitForURL(`${address}-/as-of/2031-05-06/`);
    await page.locator('.masthead nav a[href*="changes"]').first().click();
    await page.waitForURL("**/-/as-of/2031-05-06/changes/**");
    await bar().getByLabel("Shown as of").selectOption({ index: 0 });
    await page.waitForURL((url) => url.pathname.startsWith("/changes/"));
  },

  async "the draft, what customers will be told, and the form"() {
    edit("content/subprocessors.toml", "[[subprocessor]]", '[[subprocessor]]\nid = "wolkenlager"\nname = "Wolkenlager <b>"\npurpose = "Backups"\nlocations = ["DE"]\n\n[[subprocessor]]');
    await page.goto(address);
    await bar().getByRole("button", { name: /^Draft/ }).click();
    await bar().getByText("Wolkenlager <b>").first().waitFor();
    await bar().getByText("in the feeds, with notice").waitFor();
    const mail = bar().locator('iframe[title="The mail"]');
    await mail.waitFor();
    await mail.contentFrame().getByText("Wolkenlager <b>").first().waitFor();
    await picture("draft");
    await isSound("the draft");
    await bar().getByLabel("Reason, for your customers").fill("Backups are kept in a second place.");
    await mail.contentFrame().getByText("Backups are kept in a second place.").waitFor();
    // Too early: the refusal is that of the command line.
    await bar().getByLabel("In force from").fill(new Date().toISOString().slice(0, 10));
    await bar().getByRole("button", { name: "Record", exact: true }).click();
    await bar().getByRole("alert").filter({ hasText: "Nothing is recorded" }).waitFor();
    await picture("refused");
    await isSound("the refusal");
    await bar().getByLabel("In force from").fill("");
    // What was typed outlives an edit of the files.
    edit("content/subprocessors.toml", 'purpose = "Backups"', 'purpose = "Backups of files"');
    await bar().getByText("Backups of files").first().waitFor();
    assert.equal(await bar().getByLabel("Reason, for your customers").inputValue(), "Backups are kept in a second place.");
    await mail.contentFrame().getByText("Backups of files").first().waitFor();
    await bar().getByRole("button", { name: "Record", exact: true }).click();
    await bar().locator(".recorded").filter({ hasText: /Recorded “.+” in content\/changes\// }).waitFor();
    await bar().getByText("No draft").waitFor();
    await picture("recorded");
    await page.goto(`${address}changes/`);
    await says("Wolkenlager <b>");
  },

  async "the bar folds, and stays folded"() {
    await page.goto(address);
    await bar().getByRole("button", { name: /^Preview bar/ }).click();
    await bar().getByText("No draft").waitFor({ state: "hidden" });
    await isSound("the folded bar");
    await page.goto(PAGE);
    await bar().getByRole("button", { name: /^Preview bar/ }).click();
    await bar().getByText("No draft").waitFor();
    await isSound("the bar");
    await picture("bar");
  },
};

for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
    console.log(`ok: ${name}`);
  } catch (error) {
    console.log(`failed: ${name}\n${error.stack}`);
    if (pictures) await page.screenshot({ path: join(pictures, "failed.png") });
    process.exitCode = 1;
    break;
  }
}
await browser.close();
for (const complaint of complaints) console.log(`the browser complains: ${complaint}`);
if (complaints.length) process.exitCode = 1;
