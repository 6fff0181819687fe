// One stream of events for all tabs of a browser: it opens six connections to a host and no more.

"use strict";

const tabs = new Set();
let last = null; // the last message
let isOpen = false;
let stream = null;

function open() {
  const since = last ? `?since=${last.run}-${last.edition}` : "";
  stream = new EventSource(`/-/events${since}`);
  stream.addEventListener("edition", (event) => {
    last = JSON.parse(event.data);
    isOpen = true;
    tell({ kind: "edition", ...last });
  });
  stream.addEventListener("error", () => {
    if (isOpen) tell({ kind: "lost" });
    isOpen = false;
    // A stream that was refused isn't opened again by itself.
    if (stream.readyState === EventSource.CLOSED) setTimeout(open, 1000);
  });
}

function tell(message) {
  for (const tab of tabs) tab.postMessage(message);
}

self.addEventListener("connect", ({ ports: [tab] }) => {
  tabs.add(tab);
  tab.addEventListener("message", ({ data }) => {
    if (data === "leave") tabs.delete(tab);
  });
  tab.start();
  if (stream === null) open();
  else if (isOpen) tab.postMessage({ kind: "edition", ...last });
});
