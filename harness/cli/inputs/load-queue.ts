// SPDX-License-Identifier: GPL-2.0-only
import { lstatSync, readFileSync, statSync } from "node:fs";
import { basename, isAbsolute, join, normalize } from "node:path";
import type { Base } from "../../base/base.ts";
import { checkBlobs } from "../../base/git/check-blobs.ts";
import { REFERENCE_PATCH } from "../../base/miniature-base.ts";
import { projectRoot } from "../../base/project-root.ts";
import type { QueueItem } from "../../gate/queue-item.ts";
import { refusalOf } from "../../gate/refusal-of.ts";
import { parseQueue } from "../../patch/parse-queue.ts";
import { PatchError } from "../../patch/patch-error.ts";
import { readInput } from "../../patch/read-input.ts";
import type { MailInfo } from "../../patch/series.ts";
import { modeLine } from "../../report/mode-line.ts";
import type { BaseOptions } from "../options/base-options.ts";
import { chooseBase } from "../options/choose-base.ts";
import { tell } from "../output/tell.ts";
import { BadInput } from "./bad-input.ts";
import { loadReference } from "./load-inputs.ts";
import { rangeInputs } from "./range-inputs.ts";

/** What a gate judges: patches in their order, and what the first of them applies to. */
export interface LoadedQueue {
  /** As it was given. */
  readonly name: string;
  readonly cover: MailInfo | null;
  readonly items: readonly QueueItem[];
  readonly base: Base;
}

/**
 * Reads a mail, an mbox, a diff, a folder with a quilt series, or the commits of a range.
 *
 * @param path `-` for standard input; the project's own patch if none is given
 */
export async function loadQueue(path: string | undefined, options: BaseOptions): Promise<LoadedQueue> {
  const queue =
    options.range !== undefined
      ? await rangeQueue(path, options.range, options)
      : await fileQueue(path, options);
  const modes = modeLine(queue.items.flatMap((item) => item.patches));
  if (modes !== "") tell(modes);
  return queue;
}

async function fileQueue(path: string | undefined, options: BaseOptions): Promise<LoadedQueue> {
  const { name, cover, items } = await readQueue(path);
  const patches = items.flatMap((item) => item.patches);
  const reference = await loadReference();
  const base = await chooseBase(options, { cover: null, patches }, reference.patches[0]!);
  const [first] = patches;
  if (base.hasHistory && first !== undefined)
    for (const line of checkBlobs(base, [first], false).slice(0, 3)) tell(line);
  return { name, cover, items, base };
}

async function readQueue(path: string | undefined): Promise<Omit<LoadedQueue, "base">> {
  const file = path ?? join(projectRoot(), REFERENCE_PATCH);
  if (path !== undefined && path !== "-" && isFolder(path)) return await readSeriesFolder(path);
  const name = path === undefined ? REFERENCE_PATCH : path === "-" ? "(standard input)" : path;
  const { cover, entries } = await parseQueue(await readInput(file), name);
  const items = entries.map((entry, i): QueueItem => {
    if (entry.patch !== null)
      return { name: nameOf(name, i), cover: null, patches: [entry.patch], refusal: null, base: null };
    const what = entry.subject === "" ? nameOf(name, i) : entry.subject;
    return { name: what, cover: null, patches: [], refusal: refusalOf(entry.error), base: null };
  });
  return { name, cover, items };
}

const nameOf = (name: string, i: number): string =>
  i === 0 ? basename(name) : `${basename(name)}, patch ${i + 1}`;

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A stable queue: patches, and a file `series` that says in which order they apply. */
async function readSeriesFolder(path: string): Promise<Omit<LoadedQueue, "base">> {
  let text: string;
  try {
    text = readFileSync(join(path, "series"), "utf8");
  } catch {
    const hint = 'give a folder with a file "series" that names its patches, one a line, or an mbox';
    throw new BadInput(`${path} is a folder without a series file`, hint);
  }
  const lines = text.split("\n").map((line) => line.replace(/(?:^|\s)#.*$/, "").trim());
  const items: QueueItem[] = [];
  for (const [i, line] of lines.entries()) {
    if (line === "") continue;
    const [name = "", ...more] = line.split(/\s+/);
    items.push(await seriesItem(path, name, more, i + 1));
  }
  if (items.length === 0) throw new BadInput(`${join(path, "series")} names no patch`, "give one a line");
  return { name: path, cover: null, items };
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
    if (lstatSync(file).isSymbolicLink()) return bad(`${name} is a link`, "put the patch itself there");
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

async function rangeQueue(
  path: string | undefined,
  range: string,
  options: BaseOptions,
): Promise<LoadedQueue> {
  const steps = await rangeInputs(path, range, options);
  const [first] = steps;
  if (first === undefined)
    throw new BadInput(
      `the range ${range} holds no commit that changes a file`,
      "git log shows what it holds",
    );
  const items = await Promise.all(
    steps.map(async (step): Promise<QueueItem> => {
      const name = step.id.slice(0, 12);
      try {
        const { patches } = await step.series();
        const base = async (): Promise<Base> => (await step.load()).base;
        return { name, cover: null, patches, refusal: null, base };
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === null) throw error;
        return { name, cover: null, patches: [], refusal: { ...refusal }, base: null };
      }
    }),
  );
  return { name: range, cover: null, items, base: (await first.load()).base };
}
