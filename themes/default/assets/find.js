// Finds entries of the register and pages of the site. No page needs it: its controls come out of a
// <template>, so without it there are none. What a reader looks for stands behind the "#" of the
// address: it can be linked, and no server hears of it.
"use strict";

(() => {
  const LANGUAGE = document.documentElement.lang;
  const LETTER = /[\p{L}\p{N}]/u;
  const WORD = /[\p{L}\p{N}\p{M}]+/gu;
  // Letters that Unicode doesn't take apart; the ids of the site are made with the same ones.
  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", þ: "th" };

  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[ßæœøłđþ]/g, (letter) => PLAIN[letter]);

  const words = (text) => fold(text).match(WORD) ?? [];

  // An address with "=" behind its "#" says what is looked for; any other leads to a place in the page.
  const recall = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");

  const remember = (form) => {
    const wishes = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) wishes.set(name, value.trim());
    const state = wishes.toString();
    if (state === recall().toString()) return;
    history.replaceState(null, "", state ? `#${state}` : location.pathname + location.search);
  };

  const fill = (form, wishes) => {
    for (const field of form.elements) {
      if (!field.name) continue;
      field.value = wishes.get(field.name) ?? "";
      // A choice that there no longer is.
      if (field.selectedIndex === -1) field.value = "";
    }
  };

  const take = (template) => document.importNode(template.content, true);

  const say = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /* The register */

  const register = (template) => {
    const groups = [...template.parentNode.querySelectorAll(":scope > .group")];
    const form = take(template).querySelector("form");
    const status = form.querySelector("output");
    const reset = form.querySelector("[type=reset]");
    const narrow = matchMedia("(max-width: 46rem)");
    const collator = new Intl.Collator(LANGUAGE, { numeric: true });

    const seen = (element) => {
      const copy = element.cloneNode(true);
      for (const unseen of copy.querySelectorAll(".annex, .visually-hidden")) unseen.remove();
      return copy.textContent.trim();
    };
    const entries = groups.flatMap((group) =>
      [...group.querySelectorAll("tbody")].map((body) => ({
        body,
        home: body.parentNode,
        group,
        text: fold(seen(body)),
        category: body.dataset.category ?? "",
        uses: [...body.rows].map(({ dataset }) => ({
          places: dataset.places.split(" "),
          // None named: all of them.
          products: dataset.products?.split(" "),
        })),
      })),
    );

    // Ordered by a column, the register is one list; the groups wait until they are asked for again.
    const list = groups[0].cloneNode(true);
    for (const part of list.querySelectorAll("tbody, h2, h3, h4")) part.remove();
    list.removeAttribute("aria-labelledby");
    list.querySelector("caption").textContent = template.dataset.caption;
    const buttons = [];
    for (const section of [list, ...groups]) {
      for (const head of section.querySelectorAll("[data-sort]")) {
        const button = document.createElement("button");
        button.type = "button";
        button.title = template.dataset.sort;
        button.textContent = head.textContent;
        button.addEventListener("click", () => {
          const key = head.dataset.sort;
          form.elements.sort.value = form.elements.sort.value === key ? "" : key;
          update();
          const shown = [list, ...groups].find((one) => one.getClientRects().length > 0);
          shown?.querySelector(`[data-sort=${key}] button`).focus();
        });
        // Paper has the words alone: a head that holds a button isn't repeated on the next sheet.
        const printed = document.createElement("span");
        printed.className = "annex";
        printed.append(...head.childNodes);
        head.append(button, printed);
        buttons.push(button);
        if (section === list) form.elements.sort.add(new Option(button.textContent, head.dataset.sort));
      }
    }
    // Where the table becomes cards its heads aren't to be seen, so the keyboard doesn't go there.
    const reach = () => buttons.forEach((button) => (button.tabIndex = narrow.matches ? -1 : 0));
    narrow.addEventListener("change", reach);
    reach();

    let placed = "";
    const place = (key) => {
      if (key === placed) return;
      placed = key;
      const heads = [...list.querySelectorAll("[data-sort]")];
      const column = heads.findIndex((head) => head.dataset.sort === key);
      const value = ({ body }) => {
        const cell = body.rows[0].cells[column];
        return cell.querySelector(".unstated:not(.annex *)") ? null : seen(cell);
      };
      const keyed = entries.map((entry) => ({ entry, value: key && value(entry) }));
      if (key) {
        keyed.sort((a, b) => (a.value === null) - (b.value === null) || collator.compare(a.value, b.value));
      }
      for (const { entry } of keyed) (key ? list.querySelector("table") : entry.home).append(entry.body);
      for (const head of heads) {
        if (head.dataset.sort === key) head.ariaSort = "ascending";
        else head.removeAttribute("aria-sort");
      }
      list.hidden = !key;
      for (const group of groups) group.hidden = Boolean(key);
    };

    const show = () => {
      const wish = Object.fromEntries(new FormData(form));
      const wanted = words(wish.text);
      const serves = ({ places, products }) =>
        (!wish.place || places.includes(wish.place)) &&
        (!wish.product || !products || products.includes(wish.product));
      const shown = entries.filter(({ body, text, category, uses }) => {
        const fits =
          (!wish.category || category === wish.category) &&
          uses.some(serves) &&
          wanted.every((word) => text.includes(word));
        body.classList.toggle("left-out", !fits);
        return fits;
      });
      for (const group of groups) {
        group.classList.toggle("left-out", !shown.some((entry) => entry.group === group));
      }
      place(wish.sort);
      status.textContent = say(status.dataset.shown, { n: shown.length, all: entries.length });
      if (reset) reset.hidden = !Object.values(wish).some((value) => value.trim());
    };
    const update = () => {
      show();
      remember(form);
    };

    const start = () => {
      fill(form, recall());
      update();
    };
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      fill(form, new URLSearchParams());
      // The button goes, and whoever pressed it isn't to be left nowhere.
      form.elements.text.focus();
      update();
    });
    addEventListener("hashchange", () => {
      const target = document.getElementById(location.hash.slice(1));
      if (!target) start();
      else if (target.closest(".left-out")) {
        fill(form, new URLSearchParams());
        show();
        target.scrollIntoView();
      }
    });
    list.hidden = true;
    template.after(form, list);
    start();
  };

  /* The search */

  const SHOWN = 50;
  const BEFORE = 60;
  const LENGTH = 200;

  // How well a folded text has a folded word: whole, at a beginning, or within another word, which
  // finds the parts of compounds and of languages that set no blanks.
  const quality = (text, word) => {
    let best = 0;
    const within = word.length > 3 || word > "\u02ff" ? 1 : 0;
    for (let at = text.indexOf(word); at >= 0 && best < 3; at = text.indexOf(word, at + 1)) {
      const begins = at === 0 || !LETTER.test(text[at - 1]);
      const end = at + word.length;
      const ends = end === text.length || !LETTER.test(text[end]);
      best = Math.max(best, begins ? (ends ? 3 : 2) : within);
    }
    return best;
  };

  // A word as it can be written: in German "Mueller" stands for "Müller" too.
  const spellings = (word) =>
    LANGUAGE.startsWith("de") ? [word, word.replace(/([aou])e/g, "$1")] : [word];
  const best = (text, spelt) => Math.max(...spelt.map((word) => quality(text, word)));

  const prepared = ([address, title, kind, sections]) => ({
    address,
    title,
    kind,
    folded: fold(title),
    sections: sections.map(([anchor, heading, text]) => ({
      anchor,
      heading,
      text,
      foldedHeading: fold(heading),
      foldedText: fold(text),
    })),
  });

  // The pages that have every word, the best first: a title counts more than a heading, a heading
  // more than a text.
  const find = (pages, wanted) => {
    const found = [];
    for (const page of pages) {
      const places = page.sections.map(({ foldedHeading, foldedText }) =>
        wanted.map((spelt) => Math.max(8 * best(foldedHeading, spelt), best(foldedText, spelt))),
      );
      const scores = wanted.map((spelt, index) =>
        Math.max(64 * best(page.folded, spelt), ...places.map((place) => place[index])),
      );
      if (!scores.every((score) => score > 0)) continue;
      const sums = places.map((place) => place.reduce((sum, score) => sum + score, 0));
      const top = Math.max(0, ...sums);
      found.push({
        page,
        score: scores.reduce((sum, score) => sum + score, 0),
        section: page.sections[top > 0 ? sums.indexOf(top) : 0],
        // A title leads to the beginning of its page.
        inside: top > 0 && !scores.every((score) => score >= 64),
      });
    }
    return found.sort((a, b) => b.score - a.score);
  };

  const marked = (element, text, wanted) => {
    let from = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      const folded = fold(word);
      if (!wanted.some((spelt) => best(folded, spelt) > 0)) continue;
      const mark = document.createElement("mark");
      mark.textContent = word;
      element.append(text.slice(from, index), mark);
      from = index + word.length;
    }
    element.append(text.slice(from));
    return element;
  };

  // The part of a text around its first word that is looked for, cut between words.
  const snippet = (text, wanted) => {
    const line = text.trim().replace(/\n/g, " · ").replace(/\s+/g, " ");
    const hit = [...line.matchAll(WORD)].find(({ 0: word }) => {
      const folded = fold(word);
      return wanted.some((spelt) => best(folded, spelt) > 0);
    });
    const from = line.indexOf(" ", (hit?.index ?? 0) - BEFORE);
    const start = (hit?.index ?? 0) <= BEFORE ? 0 : from + 1;
    if (line.length <= start + LENGTH) return (start ? "… " : "") + line.slice(start);
    const end = Math.max(line.lastIndexOf(" ", start + LENGTH), start + BEFORE);
    return `${start ? "… " : ""}${line.slice(start, end)} …`;
  };

  const shown = ({ page, section, inside }, wanted) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "name";
    link.href = page.address + (inside && section.anchor ? `#${encodeURIComponent(section.anchor)}` : "");
    item.append(marked(link, page.title, wanted));
    if (page.kind) {
      const kind = document.createElement("span");
      kind.className = "note";
      kind.textContent = page.kind;
      item.append(" ", kind);
    }
    const text = section && [section.heading, snippet(section.text, wanted)].filter(Boolean).join(" – ");
    if (text) item.append(marked(document.createElement("p"), text, wanted));
    return item;
  };

  const search = (template) => {
    const part = take(template);
    const form = part.querySelector("form");
    const status = form.querySelector("output");
    const results = part.querySelector(".results");
    const text = template.dataset;
    let pages;
    const load = () => {
      const parts = text.parts.split(" ").map(
        (source) =>
          new Promise((done, failed) => {
            const script = document.createElement("script");
            script.async = false;
            script.onload = done;
            script.onerror = failed;
            script.src = source;
            document.head.append(script);
          }),
      );
      return Promise.all(parts).then(() => (self.candorPages ?? []).map(prepared));
    };

    const look = async () => {
      const asked = form.elements.q.value;
      const wanted = words(asked).map(spellings);
      remember(form);
      if (wanted.length > 0 && !(pages instanceof Array)) {
        status.textContent = text.loading;
        try {
          pages ??= load();
          pages = await pages;
        } catch {
          pages = undefined;
          status.textContent = text.failed;
          return;
        }
        // What has been typed meanwhile is looked for on its own.
        if (asked !== form.elements.q.value) return;
      }
      const found = wanted.length > 0 ? find(pages, wanted) : [];
      results.hidden = found.length === 0;
      results.querySelector("ol").replaceChildren(
        ...found.slice(0, SHOWN).map((one) => shown(one, wanted)),
      );
      const message = found.length === 0 ? text.none : found.length > SHOWN ? text.first : text.found;
      status.textContent = wanted.length > 0 ? say(message, { n: found.length, shown: SHOWN }) : "";
    };

    // A screen reader isn't told the number of every letter's finds.
    let pause;
    form.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(look, 150);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(pause);
      look();
    });
    addEventListener("hashchange", () => {
      if (document.getElementById(location.hash.slice(1))) return;
      fill(form, recall());
      look();
    });
    template.after(part);
    fill(form, recall());
    if (form.elements.q.value) look();
    else if (!location.hash) form.elements.q.focus({ preventScroll: true });
  };

  const controls = document.getElementById("_controls");
  if (controls) register(controls);
  const box = document.getElementById("_search");
  if (box) search(box);
})();
