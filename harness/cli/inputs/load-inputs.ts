// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Base } from "../../base/base.ts";
import { checkBlobs } from "../../base/git/check-blobs.ts";
import { REFERENCE_PATCH } from "../../base/miniature-base.ts";
import { namesLike } from "../../base/names-like.ts";
import { projectRoot } from "../../base/project-root.ts";
import { shortened } from "../../base/shortened.ts";
import { CONFIGS, type ConfigName } from "../../machine/config.ts";
import { parseSeries } from "../../patch/parse-series.ts";
import type { Series } from "../../patch/series.ts";
import { findScenario } from "../../scenario/find-scenario.ts";
import { loadCatalogue } from "../../scenario/load-catalogue.ts";
import { parseScenario } from "../../scenario/parse-scenario.ts";
import type { Scenario } from "../../scenario/scenario-schema.ts";
import type { BaseOptions } from "../options/base-options.ts";
import { chooseBase } from "../options/choose-base.ts";
import { tell } from "../output/tell.ts";
import { BadInput } from "./bad-input.ts";
import { loadSeries } from "./load-series.ts";

/** A patch and the tree that it is for. */
export interface Inputs {
  readonly series: Series;
  readonly base: Base;
}

/** The project's own patch. */
export async function loadReference(): Promise<Series> {
  return await parseSeries(readFileSync(join(projectRoot(), REFERENCE_PATCH)), REFERENCE_PATCH);
}

/**
 * Reads the patch to be looked at, and makes the base for it.
 *
 * @param words as readWords takes them; the project's own patch if there are none
 * @param reverse the base may have the patch already
 */
export async function loadInputs(
  words: readonly string[],
  options: BaseOptions = {},
  reverse = false,
): Promise<Inputs> {
  const reference = await loadReference();
  const series = words.length === 0 ? reference : await loadSeries(words);
  const base = await chooseBase(options, series, reference.patches[0]!);
  if (base.hasHistory) tellBlobs(checkBlobs(base, series.patches, reverse));
  return { series, base };
}

/** Files that another text was patched in: the first few by name. */
function tellBlobs(lines: readonly string[]): void {
  const few = lines.length > 3 ? 2 : lines.length;
  for (const line of lines.slice(0, few)) tell(line);
  if (lines.length > few)
    tell(`${lines.length - few} more files are other blobs than the patch was made against`);
}

/** @param wanted as given with --config, each perhaps a list with commas; all if none is given */
export function chooseConfigs(wanted: readonly string[]): ConfigName[] {
  const names = wanted.flatMap((one) => one.split(",")).filter((one) => one !== "");
  for (const name of names) {
    if (!(CONFIGS as readonly string[]).includes(name)) {
      throw new BadInput(`there is no configuration "${name}"`, `there are ${CONFIGS.join(", ")}`);
    }
  }
  return names.length === 0 ? [...CONFIGS] : CONFIGS.filter((name) => names.includes(name));
}

/**
 * @param wanted as given with --scenario: ids, those of derived scenarios as well, or paths of JSON files; the whole
 *   catalogue if none is given
 * @throws BadInput if there is no such scenario, or if two have the same id
 */
export function chooseScenarios(wanted: readonly string[]): Scenario[] {
  const catalogue = loadCatalogue();
  if (wanted.length === 0) return catalogue;
  const files = new Map<string, string>();
  return [...new Set(wanted)].map((name) => {
    const known = findScenario(name, catalogue);
    // who asks for one by name means that one
    if (known !== null) return { ...known, sweep: false };
    if (!name.endsWith(".json") && !existsSync(name)) throw noScenario(name, catalogue);
    const scenario = readScenario(name);
    const { id } = scenario;
    if (catalogue.some((one) => one.id === id))
      throw new BadInput(`${name}: "${id}" is a scenario of the catalogue`, "give the file an id of its own");
    const other = files.get(id);
    if (other !== undefined)
      throw new BadInput(
        `${name}: its id is "${id}", as that of ${other}`,
        "give each file an id of its own",
      );
    files.set(id, name);
    return scenario;
  });
}

/** The error for a name that stands for nothing. */
function noScenario(name: string, catalogue: readonly Scenario[]): BadInput {
  const ids = catalogue.map(({ id }) => id);
  const near = namesLike(name, ids, 5);
  const hint = near.length > 0 ? `perhaps ${near.join(", ")}` : "hunkbox scenarios lists them";
  return new BadInput(
    `there is no scenario "${shortened(name, 64)}"`,
    `${hint}; a file's name ends in .json`,
  );
}

/** @returns the scenario of a JSON file */
export function readScenario(path: string): Scenario {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new BadInput(
      `cannot read ${path}: ${error instanceof Error ? error.message : error}`,
      "check the path",
    );
  }
  return parseScenario(text, path);
}
