// Elements, and words for people.

export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export function counted(count, word) {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

/** Storage is a convenience; where the browser refuses it, nothing is remembered. */
export const memory = {
  get(key) {
    try {
      return sessionStorage.getItem(`candor-${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(`candor-${key}`, value);
    } catch {
      // Then it isn't remembered.
    }
  },
};

export function day(text) {
  const [year, month, date] = text.split("-").map(Number);
  const format = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", format).format(new Date(Date.UTC(year, month - 1, date)));
}

export function row(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

/** What is sent away is shown inert: no script runs in the frame, and no link leads anywhere. */
export function frame(title, html) {
  const head = '<base target="_blank"><meta name="color-scheme" content="light"><link rel="stylesheet" href="/-/told.css">';
  const inner = el("iframe", { title, sandbox: "allow-same-origin", srcdoc: head + html });
  inner.addEventListener("load", () => {
    const height = inner.contentDocument?.documentElement.scrollHeight ?? 240;
    inner.style.blockSize = `${Math.min(height + 2, 480)}px`;
  });
  return inner;
}
