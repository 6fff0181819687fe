// The preview's script: it draws the bar and keeps the page that it stands on up to date. `candor serve` alone
// adds it to pages; nothing of it is ever published.

import { Bar } from "./element.js";
import { refresh } from "./page.js";
import { known } from "./server.js";

customElements.define("candor-bar", Bar);
const bar = document.createElement("candor-bar");
document.body.append(bar);
bar.start();

let isBusy = false;
let waiting = null;

/** Messages that come while one is worked off become one. */
async function heard(message) {
  if (message.kind === "lost") {
    bar.lost();
    return;
  }
  bar.found();
  waiting = message;
  if (isBusy) return;
  isBusy = true;
  try {
    while (waiting) {
      const now = waiting;
      waiting = null;
      const isNew = now.run !== known.run || now.edition > known.edition;
      // What the message tells of is counted from an edition that this page has or is newer than.
      const isCounted = now.run === known.run && now.since !== undefined && now.since <= known.edition;
      if (isNew) {
        if (!isCounted || now.page || bar.hasPageProblems()) bar.pageProblems(await refresh());
        else known.edition = now.edition;
      }
      await bar.refresh(isNew);
    }
  } finally {
    isBusy = false;
  }
}

function listen() {
  if (window.SharedWorker) {
    const worker = new SharedWorker("/-/worker.js", { name: "candor preview" });
    worker.port.addEventListener("message", ({ data }) => heard(data));
    worker.port.start();
    addEventListener("pagehide", () => worker.port.postMessage("leave"));
    // A page that comes back from the browser's memory has left the worker.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    return;
  }
  const stream = new EventSource(`/-/events?since=${known.run}-${known.edition}`);
  stream.addEventListener("edition", ({ data }) => heard({ kind: "edition", ...JSON.parse(data) }));
  stream.addEventListener("error", () => {
    heard({ kind: "lost" });
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  });
}

listen();
