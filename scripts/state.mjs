// SPDX-License-Identifier: GPL-2.0-only
// Says what of the set-up is out of date, one word a line: `packages`, `build`. With --sources: the digest of what the
// build is made from. All is judged by content, so a touched file costs nothing, and a clock set back does no harm.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
};

/** npm writes node_modules/.package-lock.json when all is in place; what it lists has to be what the lock file asks for. */
function packagesAreThere() {
  const there = readJson("node_modules/.package-lock.json")?.packages;
  if (there === undefined) return false;
  return Object.entries(readJson("package-lock.json").packages).every(([path, wanted]) => {
    if (path === "") return true;
    const found = there[path];
    if (found === undefined) return wanted.optional === true;
    return found.integrity === wanted.integrity && existsSync(join(path, "package.json"));
  });
}

function digestOfSources() {
  const hash = createHash("sha256");
  const add = (path) => hash.update(`${path}\0${readFileSync(path, "utf8")}\0`);
  for (const path of [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "scripts/launcher.mjs",
    "scripts/licences.mjs",
    "scripts/setup.sh",
  ])
    add(path);
  for (const dir of ["bench", "harness"]) {
    const names = readdirSync(dir, { recursive: true }).filter((name) => /\.(ts|tsx|json)$/.test(name));
    for (const name of names.sort()) add(join(dir, name));
  }
  return hash.digest("hex");
}

function buildIsThere() {
  try {
    return (
      readFileSync("dist/.sources", "utf8").trim() === digestOfSources() &&
      statSync("node_modules/.bin/hunkbox").isFile()
    );
  } catch {
    return false;
  }
}

if (process.argv[2] === "--sources") console.log(digestOfSources());
else {
  if (!packagesAreThere()) console.log("packages");
  if (!buildIsThere()) console.log("build");
}
