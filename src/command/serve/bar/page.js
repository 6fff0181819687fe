// The page below the bar: brought up to date in place, so that whoever reads it stays where she is.

import { el } from "./draw.js";
import { known, learn } from "./server.js";

const FRESH = { headers: { Accept: "text/html" }, cache: "no-store" };

/**
 * Brings the page up to date in place; what fails falls back to loading it again. Gives what is wrong with the
 * page itself, where it can't be made.
 */
export async function refresh() {
  let response;
  try {
    response = await fetch(location.href.split("#")[0], FRESH);
  } catch {
    return ""; // The server is gone; it will say when it is back.
  }
  const text = await response.text();
  const next = new DOMParser().parseFromString(text, "text/html");
  const script = next.querySelector('script[src="/-/bar.js"]');
  if (!script) return "";
  learn(script);
  // The last good page stays visible; what is wrong stands in the panel.
  const failed = response.status >= 500;
  const problems = failed ? [...next.querySelectorAll(".problem")].map((problem) => problem.outerHTML).join("") : "";
  if (failed && !isApology()) return problems;
  try {
    await replaceStyles(next);
    if (scripts(next) !== scripts(document)) throw new Error("other scripts");
    morphAttributes(document.documentElement, next.documentElement);
    morphHead(next.head);
    morph(document.body, next.body);
  } catch {
    location.reload();
  }
  // What isn't the page's alone stands among the problems of the project.
  return response.status === 500 ? problems : "";
}

/** Whether this is the preview's own page, which says that there is none. */
export function isApology() {
  return document.body.classList.contains("candor-apology");
}

function scripts(of) {
  return [...of.querySelectorAll("script[src]")].map((script) => script.getAttribute("src")).join(" ");
}

function sheets(of) {
  return [...of.querySelectorAll('link[rel~="stylesheet"]')];
}

/** Puts the new stylesheets beside the old ones, and takes those away once the new ones are there. */
async function replaceStyles(next) {
  const before = sheets(document);
  const wanted = sheets(next).map((link) => link.getAttribute("href"));
  const had = before.map((link) => link.getAttribute("href"));
  const loading = [];
  let place = null;
  for (const href of wanted) {
    const at = had.indexOf(href);
    if (at >= 0) {
      place = before[at];
      continue;
    }
    const link = el("link", { rel: "stylesheet", href });
    loading.push(new Promise((done) => {
      link.addEventListener("load", done);
      link.addEventListener("error", done);
    }));
    if (place) place.after(link);
    else document.head.append(link);
    place = link;
  }
  await Promise.all(loading);
  for (const link of before) if (!wanted.includes(link.getAttribute("href"))) link.remove();
}

/** Everything in the head but stylesheets and scripts. */
function morphHead(next) {
  const loose = (head) => [...head.children].filter((e) => !e.matches('link[rel~="stylesheet"], script'));
  const old = loose(document.head);
  const kept = new Set();
  for (const element of loose(next)) {
    const same = old.find((o) => !kept.has(o) && o.isEqualNode(element));
    if (same) kept.add(same);
    else {
      const added = document.importNode(element, true);
      document.head.append(added);
      kept.add(added);
    }
  }
  for (const element of old) if (!kept.has(element)) element.remove();
}

function morphAttributes(from, to) {
  for (const { name } of [...from.attributes]) {
    // What the reader opened stays open.
    if (!to.hasAttribute(name) && !(name === "open" && from.localName === "details")) from.removeAttribute(name);
  }
  for (const { name, value } of [...to.attributes]) {
    if (from.getAttribute(name) !== value && !(name === "open" && from.localName === "details")) {
      from.setAttribute(name, value);
    }
  }
}

const isOurs = (node) => node.localName === "candor-bar";

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id || "") === (other.id || "");
}

/** Makes `from` what `to` is, and leaves alone whatever is the same. */
function morph(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  morphAttributes(from, to);
  const old = [...from.childNodes].filter((node) => !isOurs(node));
  const wanted = [...to.childNodes];
  // Equal beginnings and ends first: an edit touches what lies between.
  while (old.length && wanted.length && same(old[0], wanted[0])) {
    old.shift();
    wanted.shift();
  }
  while (old.length && wanted.length && same(old.at(-1), wanted.at(-1))) {
    old.pop();
    wanted.pop();
  }
  const end = old.at(-1)?.nextSibling ?? anchor(from, old, wanted, to);
  let place = 0;
  for (const node of wanted) {
    const at = old.findIndex((o, i) => i >= place && (o.isEqualNode(node) || (alike(o, node) && i === place)));
    const byId = node.id ? old.findIndex((o, i) => i >= place && alike(o, node)) : -1;
    const found = byId >= 0 ? byId : at;
    if (found < 0) {
      from.insertBefore(document.importNode(node, true), old[place] ?? end);
      continue;
    }
    for (const gone of old.slice(place, found)) gone.remove();
    morph(old[found], node);
    place = found + 1;
  }
  for (const gone of old.slice(place)) gone.remove();
}

/** Before what new nodes come where no old one is left to come before. */
function anchor(from, old, wanted, to) {
  const after = to.childNodes.length - [...to.childNodes].indexOf(wanted.at(-1)) - 1;
  const children = [...from.childNodes].filter((node) => !isOurs(node));
  return (wanted.length && after > 0 ? children.at(-after) : null) ?? [...from.childNodes].find(isOurs) ?? null;
}

function same(one, other) {
  return one.isEqualNode(other);
}

/** What leads to where the site will be leads to the preview while one looks at it. */
function here(address) {
  return known.base && address.startsWith(known.base) ? known.root + address.slice(known.base.length) : null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const to = link && here(link.getAttribute("href"));
  if (!to || event.defaultPrevented || event.button !== 0) return;
  event.preventDefault();
  if (event.metaKey || event.ctrlKey || event.shiftKey) window.open(to, "_blank", "noopener");
  else location.assign(to);
});
