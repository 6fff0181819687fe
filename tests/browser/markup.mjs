// Holds the pages and stylesheets of built sites to the standards, by the Nu HTML checker.
//
// usage: node markup.mjs SITE…

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const checker = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
const files = process.argv.slice(2).flatMap((site) =>
  readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
);
const options = ["-Xss4m", "-jar", checker, "--also-check-css", "--errors-only", "--stdout", "--format", "gnu"];
const checked = spawnSync("java", [...options, ...files], { encoding: "utf8", maxBuffer: 1 << 28 });
if (checked.error) throw checked.error;
const said = checked.stdout.trim();
console.log(said || `${files.length} files were checked`);
process.exit(checked.status === 0 && said === "" && files.length > 0 ? 0 : 1);
