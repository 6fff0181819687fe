// The bar: the day, the problems, the draft and its form.

import { counted, day, el, frame, memory, row } from "./draw.js";
import { isApology } from "./page.js";
import { ask, known } from "./server.js";

export class Bar extends HTMLElement {
  #state = null;
  #open = null;
  #pageProblems = "";
  /** The edition whose draft the form was shown with. */
  #drafted = known.edition;
  #shownProblems = "";
  #parts = {};

  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const sheet = el("link", { rel: "stylesheet", href: "/-/bar.css" });
    // Without its style the bar would be seen as a heap of words for a moment.
    this.hidden = true;
    sheet.addEventListener("load", () => (this.hidden = false));
    root.append(sheet, this.#build());
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#open) this.#show(null, true);
    });
    if (memory.get("folded") === "yes") this.#fold(true);
  }

  #build() {
    const p = this.#parts;
    p.days = el("select", { id: "days", onchange: () => this.#go(p.days.value) });
    p.date = el("input", { type: "date", "aria-label": "Another day", hidden: true, onchange: () => p.date.value && this.#go(p.date.value) });
    p.problems = el("button", { type: "button", class: "tab", "aria-expanded": "false", "aria-controls": "panel", onclick: () => this.#toggle("problems") });
    p.draft = el("button", { type: "button", class: "tab", "aria-expanded": "false", "aria-controls": "panel", onclick: () => this.#toggle("draft") });
    p.said = el("p", { class: "said", role: "status" });
    p.fold = el("button", { type: "button", class: "fold", "aria-expanded": "true", "aria-label": "Preview bar", title: "Fold or unfold the preview bar", onclick: () => this.#fold(!this.#isFolded()) }, el("span", { class: "mark", "aria-hidden": "true" }));
    p.title = el("h2", { id: "title" });
    p.body = el("div", { class: "body" });
    p.panel = el(
      "section",
      { id: "panel", class: "panel", "aria-labelledby": "title", hidden: true },
      el("header", {}, p.title, el("button", { type: "button", class: "close", "aria-label": "Close the panel", onclick: () => this.#show(null, true) }, "×")),
      p.body,
    );
    p.tools = el(
      "div",
      { class: "tools" },
      el("span", { class: "field" }, el("label", { for: "days" }, "Shown as of"), p.days, p.date),
      p.problems,
      p.draft,
      p.said,
    );
    p.root = el("aside", { "aria-label": "Preview" }, p.panel, el("div", { class: "bar" }, p.fold, p.tools));
    return p.root;
  }

  // -- folding, and which panel is open --

  #isFolded() {
    return this.#parts.root.classList.contains("folded");
  }

  #fold(folded) {
    this.#parts.root.classList.toggle("folded", folded);
    this.#parts.fold.setAttribute("aria-expanded", String(!folded));
    this.#parts.tools.hidden = folded;
    memory.set("folded", folded ? "yes" : "no");
    if (folded) this.#show(null);
  }

  #toggle(name) {
    this.#show(this.#open === name ? null : name);
  }

  #show(name, returnFocus = false) {
    const p = this.#parts;
    const before = this.#open;
    this.#open = name;
    memory.set("open", name ?? "");
    p.problems.setAttribute("aria-expanded", String(name === "problems"));
    p.draft.setAttribute("aria-expanded", String(name === "draft"));
    p.panel.hidden = name === null;
    p.panel.dataset.panel = name ?? "";
    if (name === "problems") this.#drawProblems();
    if (name === "draft" && before !== "draft") this.#drawDraft();
    if (name === null && returnFocus && before) p[before].focus();
  }

  // -- what the server says --

  say(text) {
    this.#parts.said.textContent = text;
  }

  lost() {
    this.#parts.root.classList.add("lost");
    this.say("The preview isn’t running. This page finds it again by itself.");
  }

  found() {
    if (!this.#parts.root.classList.contains("lost")) return;
    this.#parts.root.classList.remove("lost");
    this.say("The preview is back.");
  }

  pageProblems(html) {
    this.#pageProblems = html;
  }

  hasPageProblems() {
    return this.#pageProblems !== "" || isApology();
  }

  async refresh(isNew = false) {
    let state;
    try {
      state = await ask("/-/state");
    } catch {
      return;
    }
    const before = this.#state;
    this.#state = state;
    this.#drawDays();
    this.#drawTabs();
    const problems = state.problems.html + (state.problems.obstacle ?? "") + this.#pageProblems;
    const had = this.#shownProblems;
    this.#shownProblems = problems;
    const isWrong = this.#errors() > 0;
    if (isWrong && problems !== had && !this.#isFolded()) this.#show("problems");
    else if (this.#open === "problems") problems ? this.#drawProblems() : this.#show(null);
    if (isNew && had && !problems) this.say("No problems any more.");
    else if (isNew && isWrong) this.say(state.problems.stale ? "The page is that of before the errors." : "");
    else if (isNew) this.say("Up to date.");
    if (this.#open === "draft" && (isNew || !before)) this.#drawDraft();
  }

  start() {
    const open = memory.get("open");
    this.refresh().then(() => {
      if (open === "draft" && !this.#isFolded() && this.#errors() === 0) this.#show("draft");
    });
  }

  #errors() {
    const { errors, obstacle } = this.#state.problems;
    return errors + (obstacle ? 1 : 0) + (this.#pageProblems ? 1 : 0);
  }

  // -- the day --

  #go(chosen) {
    const { date } = this.#parts;
    if (chosen === "another") {
      date.hidden = false;
      date.focus();
      return;
    }
    // The site of the usual day has the plain addresses.
    const plain = chosen === this.#state.day;
    const path = location.pathname.startsWith(known.root) ? location.pathname.slice(known.root.length) : "";
    const root = plain ? new URL(known.base, location).pathname : `/-/as-of/${chosen}/`;
    location.assign(root + path);
  }

  #drawDays() {
    const { days, date } = this.#parts;
    const { today, day: usual, coming } = this.#state;
    const shown = known.day || usual;
    const options = new Map([[today, `Today, ${day(today)}`]]);
    for (const { day: one, what } of coming) options.set(one, `${day(one)}: ${what.join("; ")}`);
    if (!options.has(usual)) options.set(usual, `${day(usual)} (as asked)`);
    if (!options.has(shown)) options.set(shown, day(shown));
    const sorted = [...options].sort(([a], [b]) => (a < b ? -1 : 1));
    days.replaceChildren(...sorted.map(([value, text]) => el("option", { value, selected: value === shown }, text)), el("option", { value: "another" }, "Another day …"));
    days.value = shown;
    date.value = shown;
  }

  // -- the tabs --

  #drawTabs() {
    const p = this.#parts;
    const { problems, amendments, unbegun } = this.#state;
    const errors = this.#errors();
    const parts = [];
    if (errors) parts.push(counted(errors, "error"));
    if (problems.warnings) parts.push(counted(problems.warnings, "warning"));
    p.problems.replaceChildren(el("span", { class: "dot", "aria-hidden": "true" }), parts.join(", ") || "No problems");
    p.problems.dataset.state = errors ? "error" : problems.warnings ? "warning" : "fine";
    const draft = unbegun ? "First record" : amendments ? `Draft: ${counted(amendments, "amendment")}` : "No draft";
    p.draft.replaceChildren(el("span", { class: "dot", "aria-hidden": "true" }), draft);
    p.draft.dataset.state = amendments || unbegun ? "draft" : "fine";
    p.root.dataset.state = errors ? "error" : amendments || unbegun ? "draft" : "fine";
    p.fold.setAttribute("aria-label", `Preview bar: ${p.problems.textContent}, ${draft}`);
  }

  // -- problems --

  #drawProblems() {
    const p = this.#parts;
    const { html, obstacle, stale } = this.#state.problems;
    p.title.textContent = this.#shownProblems ? "Problems" : "No problems";
    p.body.replaceChildren();
    if (stale) p.body.append(el("p", { class: "lead" }, "The pages are those of before the errors. Mend the files; this panel then closes by itself."));
    if (obstacle) p.body.append(el("p", { class: "lead" }, obstacle));
    if (!this.#shownProblems) p.body.append(el("p", { class: "lead" }, "Everything that was read is in order."));
    const list = el("div", { class: "problems" });
    // The server has escaped whatever stands in files.
    list.innerHTML = this.#pageProblems + html;
    p.body.append(list);
  }

  // -- the draft --

  async #drawDraft() {
    const p = this.#parts;
    p.title.textContent = "Draft";
    let draft;
    try {
      draft = await ask("/-/draft");
    } catch {
      return;
    }
    if (this.#open !== "draft") return;
    this.#drafted = draft.edition;
    const html = el("div", { class: "differs" });
    html.innerHTML = draft.html ?? "";
    const { amendments, unbegun } = this.#state;
    const isCompared = draft.html !== null;
    if (!isCompared || (!amendments && !unbegun)) {
      const why = isCompared ? "The working files say what the recorded changes say." : "What can’t be read can’t be compared: mend the errors first.";
      this.#parts.form = null;
      p.body.replaceChildren(...(this.#recorded ? [this.#recorded] : []), el("p", { class: "lead" }, why), html);
      return;
    }
    this.#recorded = null;
    // What was typed into the form, and where, outlives an edit of the files.
    if (p.form?.isConnected) {
      p.differs.replaceChildren(html);
      this.#tell();
      return;
    }
    p.differs = el("div", {}, html);
    p.told = el("section", { class: "told", "aria-labelledby": "told" });
    p.form = this.#buildForm();
    p.body.replaceChildren(el("div", { class: "columns" }, el("div", {}, p.differs, p.form), p.told));
    this.#tell();
  }

  #recorded = null;

  #buildForm() {
    const p = this.#parts;
    const later = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#tell(), 250);
    };
    const field = (name, label, input, hint) => {
      input.id = `field-${name}`;
      input.name = name;
      const about = hint && el("small", { id: `hint-${name}` }, hint);
      if (about) input.setAttribute("aria-describedby", about.id);
      return el("p", { class: "field" }, el("label", { for: input.id }, label), input, ...(about ? [about] : []));
    };
    const kind = (value, label, checked) => el("label", {}, el("input", { type: "radio", name: "kind", value, checked }), ` ${label}`);
    p.refusal = el("pre", { class: "refusal", role: "alert", hidden: true });
    return el(
      "form",
      { class: "record", novalidate: true, oninput: later, onsubmit: (event) => { event.preventDefault(); this.#record(); } },
      el("h3", {}, "Record it"),
      field("title", "Title", el("input", { type: "text", autocomplete: "off" })),
      field("reason", "Reason, for your customers", el("textarea", { rows: 3 })),
      field("effective", "In force from", el("input", { type: "date" }), "Left empty: after your notice, and some days more."),
      el("fieldset", {}, el("legend", {}, "Who hears of it"), kind("rule", "as the rules have it", true), kind("editorial", "editorial: nobody, it is wording only"), kind("tell", "tell: the feeds, though no rule asks for it")),
      el("details", {}, el("summary", {}, "Less notice than you promised"), field("short_notice", "Why, for your customers", el("input", { type: "text", autocomplete: "off" }), "The site shows it.")),
      p.refusal,
      el("p", { class: "actions" }, el("button", { type: "submit" }, "Record"), el("small", {}, "Writes a folder below content/changes/, as candor record does.")),
    );
  }

  #timer = 0;
  #asked = 0;

  #values() {
    return { edition: this.#drafted, ...Object.fromEntries(new FormData(this.#parts.form)) };
  }

  async #tell() {
    const p = this.#parts;
    if (!p.form) return;
    const asked = ++this.#asked;
    let told;
    try {
      told = await ask("/-/told", this.#values());
    } catch (error) {
      told = { refused: error.message };
    }
    // An answer that was overtaken says nothing any more.
    if (asked !== this.#asked) return;
    const heading = el("h3", { id: "told" }, "What customers will be told");
    if (told.refused) {
      p.told.replaceChildren(heading, el("p", {}, "Nothing yet: it can’t be recorded like this."), el("pre", { class: "refusal" }, told.refused.trim()));
      return;
    }
    const { title, effective, item, mail, folder } = told.change;
    p.form.elements.title.placeholder = title;
    const days = el("p", { class: "lead" }, el("strong", {}, title), el("small", {}, `In force from ${day(effective)}. Recorded in ${folder}`));
    if (!item) {
      p.told.replaceChildren(heading, days, el("p", {}, "It stands in the log alone, and in no feed: nobody is disturbed."));
      return;
    }
    p.told.replaceChildren(
      heading,
      days,
      el("h4", {}, "The item in the feeds"),
      el("dl", {}, row("Title", item.title), row("Categories", item.categories.join(", ")), row("Leads to", item.link), row("Published", item.published)),
      frame("The feed item", item.html),
      el("h4", {}, "The mail"),
      el("dl", {}, row("Subject", mail.subject)),
      frame("The mail", mail.html),
      el("details", {}, el("summary", {}, "The mail as plain text"), el("pre", { tabindex: "0" }, mail.text)),
    );
  }

  async #record() {
    const p = this.#parts;
    const button = p.form.querySelector("button");
    button.disabled = true;
    let done;
    try {
      done = await ask("/-/record", this.#values());
    } catch (error) {
      done = { what: "refused", said: error.message };
    }
    button.disabled = false;
    if (done.what !== "done") {
      p.refusal.textContent = done.said.trim();
      p.refusal.hidden = false;
      p.refusal.scrollIntoView({ block: "nearest" });
      return;
    }
    this.#recorded = el("pre", { class: "recorded", role: "status", tabindex: "-1" }, done.said.trim());
    p.form = null;
    p.body.replaceChildren(this.#recorded);
    this.#recorded.focus();
    this.say(done.said.split("\n")[0]);
  }
}
