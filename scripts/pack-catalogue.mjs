// SPDX-License-Identifier: GPL-2.0-only
// pack-catalogue.mjs DIST: writes DIST/catalogue.json, all scenarios of the catalogue, checked and with their defaults.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const dist = resolve(process.argv[2]);
const { loadCatalogue } = await import(join(dist, "harness/scenario/load-catalogue.js"));
try {
  writeFileSync(join(dist, "catalogue.json"), JSON.stringify(loadCatalogue()));
} catch (error) {
  console.error(error.where === undefined ? error.message : `${error.where}: ${error.message}`);
  process.exitCode = 1;
}
