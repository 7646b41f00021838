// SPDX-License-Identifier: GPL-2.0-only
import { lstatSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, normalize } from "node:path";
import type { QueueItem } from "../../gate/queue/queue-item.ts";
import { refusalOf } from "../../gate/refusal-of.ts";
import { parseQueue } from "../../patch/parse-queue.ts";
import { PatchError } from "../../patch/patch-error.ts";
import { readInput } from "../../patch/read-input.ts";
import { BadInput } from "./bad-input.ts";

/** No queue's list of names is longer. */
const LONGEST = 4 * 1024 * 1024;

/**
 * Reads a stable queue: patches, and a file `series` that says in which order they apply.
 *
 * @throws BadInput if there is no such list, or it names none; what is wrong with a patch is told in its place
 */
export async function readQuiltFolder(path: string): Promise<QueueItem[]> {
  const text = readList(join(path, "series"));
  const lines = text.split("\n").map((line) => line.replace(/(?:^|\s)#.*$/, "").trim());
  const items: QueueItem[] = [];
  for (const [i, line] of lines.entries()) {
    if (line === "") continue;
    const [name = "", ...more] = line.split(/\s+/);
    items.push(await seriesItem(path, name, more, i + 1));
  }
  if (items.length === 0) throw new BadInput(`${join(path, "series")} names no patch`, "give one a line");
  return items;
}

function readList(path: string): string {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new Error("it is no file");
    if (stat.size > LONGEST) throw new Error("it is larger than 4 MiB");
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput(`cannot read ${path}: ${why}`, "it has to name the patches beside it, one a line");
  }
}

async function seriesItem(
  folder: string,
  name: string,
  more: readonly string[],
  line: number,
): Promise<QueueItem> {
  const item = { name, cover: null, base: null };
  const where = `${join(folder, "series")}:${line}`;
  const bad = (message: string, hint: string): QueueItem => {
    return { ...item, patches: [], refusal: { message: `${where}: ${message}`, hint } };
  };
  const inside = normalize(name);
  if (isAbsolute(inside) || inside.split("/").includes(".."))
    return bad(`${name} is outside of the folder`, "name a file below it");
  if (more.some((option) => option !== "-p1"))
    return bad(`${name} has the option ${more.join(" ")}`, "only -p1, as git makes patches, is taken");
  const file = join(folder, inside);
  try {
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) return bad(`${name} is a link`, "put the patch itself there");
    if (!stat.isFile()) return bad(`${name} is no file`, "put the patch itself there");
  } catch {
    return bad(`${name} is not there`, "take it out of the series, or put the file there");
  }
  try {
    const { entries } = await parseQueue(await readInput(file), file);
    const damaged = entries.find(({ error }) => error !== null);
    if (damaged?.error != null) throw damaged.error;
    const patches = entries.flatMap(({ patch }) => (patch === null ? [] : [patch]));
    return { ...item, patches, refusal: null };
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    return { ...item, patches: [], refusal: refusalOf(error) };
  }
}
