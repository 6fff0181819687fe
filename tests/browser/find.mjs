// Works with the register and the search of a built site as a reader does who has a keyboard.
//
// usage: node find.mjs SITE GERMAN-SITE

import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { chromium } from "playwright-core";
import axe from "axe-core";
import { host } from "./host.mjs";

const [folder, germanFolder] = process.argv.slice(2);
const server = await host(folder);
const german = await host(germanFolder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const wide = { width: 1280, height: 900 };

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: wide, ...options });
  const tab = await context.newPage();
  tab.on("pageerror", (error) => assert.fail(`${path}: ${error.message}`));
  await tab.goto(path.startsWith("file:") ? path : server.address + path);
  return tab;
}

async function sound(tab, what) {
  await tab.evaluate(axe.source);
  const violations = await tab.evaluate(async () => {
    const rules = { "target-size": { enabled: true } };
    const { violations } = await globalThis.axe.run({ rules, resultTypes: ["violations"], preload: false });
    return violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target.join(" "))}`);
  });
  assert.deepEqual(violations, [], what);
  const wider = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `${what} is ${wider} pixels too wide`);
}

const shownNames = (tab) => tab.locator(".register tbody:visible .name").allTextContents();
const sortedNames = (names) => [...names].sort(new Intl.Collator("en").compare);
const said = (tab) => tab.locator("output").textContent();
const fragment = (tab) => new URL(tab.url()).hash;
const results = (tab) => tab.locator(".results li a").allTextContents();
const waitFor = (tab, words) => tab.locator("output", { hasText: words }).waitFor();
// The address has the words once they are looked for; while somebody types, those typed so far are.
const lookedFor = (tab, asked) => tab.waitForURL((url) => url.hash === `#${new URLSearchParams({ q: asked })}`);
async function look(tab, asked, words) {
  await tab.locator("[name=q]").fill(asked);
  await lookedFor(tab, asked);
  await waitFor(tab, words);
}

const checks = {
  async "the register is picked from and ordered with the keyboard"() {
    const tab = await open("/subprocessors/");
    const all = await shownNames(tab);
    assert.equal(await said(tab), `${all.length} of ${all.length} shown`);
    await tab.locator("[name=text]").focus();
    await tab.keyboard.type("GOOGLE");
    assert.deepEqual(await shownNames(tab), ["Google"]);
    assert.equal(await said(tab), `1 of ${all.length} shown`);
    assert.equal(fragment(tab), "#text=GOOGLE");
    assert.equal(await tab.locator(".group:visible").count(), 1, "groups without an entry are gone");
    await sound(tab, "a picked entry");
    // Through the choices, to the button that shows all again.
    for (const name of ["product", "place", "category", "sort"]) {
      await tab.keyboard.press("Tab");
      assert.equal(await tab.evaluate(() => document.activeElement.name), name);
    }
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    assert.deepEqual(await shownNames(tab), all);
    assert.equal(fragment(tab), "");
    // The button is gone, so the focus is back at the words; behind the choices comes the first head that orders.
    assert.equal(await tab.locator("[type=reset]:visible").count(), 0);
    assert.equal(await tab.evaluate(() => document.activeElement.name), "text");
    for (let stop = 0; stop < 5; stop += 1) await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    assert.deepEqual(await shownNames(tab), sortedNames(all));
    assert.equal(await tab.locator("th[aria-sort=ascending]:visible").count(), 1);
    assert.equal(await tab.evaluate(() => document.activeElement.textContent), "Sub-processor");
    await sound(tab, "an ordered register");
    await tab.keyboard.press("Enter");
    assert.deepEqual(await shownNames(tab), all, "the groups come back");
  },

  async "a picked register can be linked, and is whole on paper"() {
    const tab = await open("/subprocessors/#place=US&product=data-center&sort=name");
    const shown = await shownNames(tab);
    assert.ok(shown.includes("Google") && !shown.includes("Mixpanel"), `${shown}`);
    assert.deepEqual(shown, sortedNames(shown));
    await tab.evaluate(() => (location.hash = "#entry_mixpanel"));
    await tab.locator("#entry_mixpanel:visible").waitFor();
    await tab.goto(`${server.address}/subprocessors/#text=nothing-has-this`);
    await tab.reload();
    assert.deepEqual(await shownNames(tab), []);
    await tab.emulateMedia({ media: "print" });
    const { length } = await shownNames(tab);
    assert.ok(length > 5, `${length} entries are printed`);
    assert.equal(await tab.locator("form:visible").count(), 0);
  },

  async "on a phone the cards are a table still, and no unseen button takes the focus"() {
    const tab = await open("/subprocessors/#sort=place", { viewport: { width: 320, height: 700 } });
    await sound(tab, "a narrow register");
    const session = await tab.context().newCDPSession(tab);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const roles = new Set(nodes.filter((node) => !node.ignored).map((node) => node.role.value));
    for (const role of ["table", "row", "cell", "rowheader", "columnheader"]) assert.ok(roles.has(role), role);
    assert.equal(await tab.locator("thead button:not([tabindex='-1'])").count(), 0);
  },

  async "the pages of products and of other days have the same controls"() {
    for (const path of ["/products/cloud/", "/subprocessors/as-of/2026-03-02/"]) {
      const tab = await open(`${path}#text=mixpanel`);
      assert.deepEqual(await shownNames(tab), ["Mixpanel"], path);
    }
  },

  async "the search finds words by their beginnings, without regard to marks"() {
    const tab = await open("/search/");
    assert.equal(await tab.evaluate(() => document.activeElement.name), "q");
    await tab.keyboard.type("confluence archiv");
    await lookedFor(tab, "confluence archiv");
    await waitFor(tab, "Pages found: 1");
    assert.deepEqual(await results(tab), ["Customer support"]);
    assert.equal(await tab.locator(".results mark").first().textContent(), "archive");
    await sound(tab, "results");
    await look(tab, "SÉNTRY", "Pages found");
    assert.equal((await results(tab))[0], "Sentry", "a title comes first");
    await look(tab, "zzz", "Nothing has all of these words");
    await sound(tab, "no results");
    await look(tab, "support files", "Pages found");
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    await tab.waitForURL((url) => !url.pathname.startsWith("/search/"));
    await tab.goBack();
    await waitFor(tab, "Pages found");
    assert.equal(await tab.locator("[name=q]").inputValue(), "support files");
  },

  async "in German an umlaut is found by what is written in its place"() {
    const tab = await open("/");
    await tab.goto(`${german.address}/search/`);
    for (const asked of ["Zählwerk", "zahlw", "Zaehlwerk", "ZÄHL"]) {
      await look(tab, asked, "Gefundene Seiten");
      assert.equal((await results(tab))[0], "Zählwerk", asked);
    }
    await look(tab, "Massnahmen", "Gefundene Seiten");
    assert.deepEqual(await results(tab), ["Technische und organisatorische Maßnahmen"]);
    // A part of a compound, after all that begins with it.
    await look(tab, "werk", "Gefundene Seiten");
    assert.equal((await results(tab))[0], "Zählwerk");
  },

  async "a result leads to the place in its page"() {
    const tab = await open("/search/#q=confluence");
    await waitFor(tab, "Pages found");
    await tab.locator(".results a").first().click();
    await tab.waitForURL(/#categories-of-processing$/);
    assert.equal(await tab.locator(":target").count(), 1);
  },

  async "the search works from a disk"() {
    const page = pathToFileURL(join(folder, "search/index.html")).href;
    const tab = await open(`${page}#q=sentry`);
    await waitFor(tab, "Pages found");
    assert.equal((await results(tab))[0], "Sentry");
  },

  async "where its words can't be loaded, the search says so"() {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await context.route("**/words-*.js", (route) => route.abort());
    await tab.goto(`${server.address}/search/#q=sentry`);
    await waitFor(tab, "couldn't be loaded");
    await context.unroute("**/words-*.js");
    await tab.locator("[name=q]").fill("sentry ");
    await waitFor(tab, "Pages found");
  },

  async "without a script there are no controls, and every page is listed"() {
    const search = await open("/search/", { javaScriptEnabled: false });
    assert.equal(await search.locator("input, select, output").count(), 0);
    assert.equal(await search.locator("noscript p").isVisible(), true);
    assert.equal(await search.getByRole("link", { name: "Customer support" }).isVisible(), true);
    const register = await open("/subprocessors/#text=google", { javaScriptEnabled: false });
    assert.equal(await register.locator("input, select, output, thead button").count(), 0);
    assert.ok((await shownNames(register)).length > 5);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
  } catch (error) {
    failed += 1;
    console.log(`${name}: ${error.stack}`);
  }
}
await browser.close();
server.close();
german.close();
console.log(`${Object.keys(checks).length} checks, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
