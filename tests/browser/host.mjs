// A host for the tests: it sends the files of a folder, compressed, with the headers that the `_headers` of
// docs/publishing.md gives them, and hears of everything that a browser blocked because of their policy.

import { createServer } from "node:http";
import { readFileSync, statSync } from "node:fs";
import { join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  xml: "application/xml",
  csv: "text/csv; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
};
const REPORTS = "/policy-report";
// The address for which the tests build. Only the page for what is missing names it, since it has no place.
const BUILT_FOR = "http://host.invalid/";

// The rules of the printed file: a pattern for paths, and the headers that it adds.
function rules() {
  const page = readFileSync(new URL("../../docs/publishing.md", import.meta.url), "utf8");
  const [, text] = page.match(/^```text _headers\n([\s\S]*?)^```$/m);
  const found = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("/")) {
      const parts = line.split("*").map((part) => part.replace(/[.?+^$()[\]{}|\\]/g, "\\$&"));
      found.push({ pattern: new RegExp(`^${parts.join(".*")}$`), headers: [] });
    } else if (line.trim() !== "") {
      const at = line.indexOf(":");
      found.at(-1).headers.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
    }
  }
  return found;
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Serves a folder; `blocked` fills with what browsers report, `close` ends it. */
export async function host(folder) {
  const known = rules();
  const blocked = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (path === REPORTS) {
      let report = "";
      request.on("data", (part) => (report += part));
      request.on("end", () => {
        blocked.push(report);
        response.writeHead(204).end();
      });
      return;
    }
    let file = join(folder, normalize(path));
    if (path.endsWith("/")) file = join(file, "index.html");
    const status = isFile(file) ? 200 : 404;
    if (status === 404) file = join(folder, "404.html");
    const headers = { "Content-Type": TYPES[file.split(".").at(-1)] ?? "application/octet-stream" };
    for (const rule of known.filter((rule) => rule.pattern.test(path))) {
      for (const [name, value] of rule.headers) headers[name] = value;
    }
    headers["Content-Security-Policy"] += `; report-uri ${REPORTS}`;
    let body = readFileSync(file);
    if (status === 404 || path === "/404.html") body = Buffer.from(body.toString().replaceAll(BUILT_FOR, "/"));
    if (/gzip/.test(request.headers["accept-encoding"] ?? "") && body.length > 1024) {
      body = gzipSync(body);
      headers["Content-Encoding"] = "gzip";
    }
    headers["Content-Length"] = body.length;
    response.writeHead(status, headers).end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${server.address().port}`;
  return {
    address,
    blocked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
