// SPDX-License-Identifier: GPL-2.0-only
// licences.mjs METAFILE: prints the licences of the packages that esbuild put into a bundle, as they ask for when copies of them
// are passed on.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { inputs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const folders = new Set();
for (const path of Object.keys(inputs)) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  if (folder !== undefined) folders.add(folder);
}

const parts = [...folders].sort().map((folder) => {
  const { name, version, license, author, repository } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file));
  // some packages name their licence, and carry no text of it
  const by = typeof author === "string" ? author : (author?.name ?? repository?.url ?? repository ?? "");
  const texts =
    files.length > 0 ? files.sort().map((file) => readFileSync(join(folder, file), "utf8")) : [by];
  if (license === undefined && files.length === 0) throw new Error(`${folder}: no licence is named`);
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join("\n\n");
});
console.log(
  ["This command contains these packages, each under its own licence.", ...parts].join(
    `\n\n${"-".repeat(72)}\n\n`,
  ),
);
