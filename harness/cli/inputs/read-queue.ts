// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { REFERENCE_PATCH } from "../../base/miniature-base.ts";
import { projectRoot } from "../../base/project-root.ts";
import type { QueueItem } from "../../gate/queue/queue-item.ts";
import { refusalOf } from "../../gate/refusal-of.ts";
import { orderNotices } from "../../patch/files/order-notices.ts";
import { refuseMixedSeries } from "../../patch/files/refuse-mixed-series.ts";
import { refuseRepeatedMails } from "../../patch/files/refuse-repeated-mails.ts";
import { findPatches } from "../../patch/find-patches.ts";
import { parseQueue } from "../../patch/parse-queue.ts";
import { PatchError } from "../../patch/patch-error.ts";
import type { MailInfo, Patch } from "../../patch/series.ts";
import { tell } from "../output/tell.ts";
import { BadInput } from "./bad-input.ts";
import { otherMailNotice } from "./other-mail-notice.ts";
import { readQuiltFolder } from "./read-quilt-folder.ts";
import { readWords, type WordInput } from "./read-words.ts";

/** What a gate was given: patches in their order, damaged ones in their places. */
export interface ReadQueue {
  /** What reports call it. */
  readonly name: string;
  readonly cover: MailInfo | null;
  readonly items: readonly QueueItem[];
}

/** What one input of several holds. */
interface Part {
  readonly name: string;
  readonly folder: string | null;
  readonly items: readonly QueueItem[];
  readonly patches: readonly Patch[];
  readonly covers: readonly MailInfo[];
  readonly notices: readonly string[];
}

/**
 * Reads what the words of a command line stand for as a queue; the project's own patch if there are none.
 *
 * @throws PatchError, BadInput or MailError if there is nothing to judge
 */
export async function readQueue(words: readonly string[]): Promise<ReadQueue> {
  if (words.length === 0) {
    const { items } = await textPart(readFileSync(join(projectRoot(), REFERENCE_PATCH)), REFERENCE_PATCH);
    return { name: REFERENCE_PATCH, cover: null, items };
  }
  const { name, inputs } = await readWords(words);
  const parts: Part[] = [];
  for (const input of inputs) parts.push(await readPart(input, inputs.length === 1));
  const folders = new Set(parts.flatMap(({ folder }) => (folder === null ? [] : [folder])));
  for (const one of folders) refuseMixedSeries(parts.filter(({ folder }) => folder === one));
  refuseRepeatedMails(parts);
  const items = parts.flatMap((part) => part.items);
  if (items.length === 0)
    throw new BadInput(`${name} holds no patch but cover letters`, "give the patches too");
  const order = parts.length > 1 ? orderNotices(parts.flatMap(({ patches }) => patches)) : [];
  for (const notice of [...parts.flatMap(({ notices }) => notices), ...order]) tell(notice);
  return { name, cover: parts.flatMap(({ covers }) => covers)[0] ?? null, items };
}

async function readPart(input: WordInput, isAlone: boolean): Promise<Part> {
  const { name } = input;
  if (input.kind === "quilt") {
    const items = await readQuiltFolder(name);
    const patches = items.flatMap((item) => item.patches);
    return { ...{ name, folder: null, items, patches }, covers: [], notices: [] };
  }
  const { bytes, folder, id } = input;
  try {
    const part = await textPart(bytes, name);
    return { ...part, folder, notices: [...part.notices, ...otherMailNotice(id, part.patches)] };
  } catch (error) {
    if (!(error instanceof PatchError) || isAlone) throw error;
    // one bad file does not stop the others; a cover letter is none
    const covers = await coversOf(bytes, name);
    const item = {
      ...{ name: basename(name), cover: null, patches: [], base: null },
      refusal: refusalOf(error),
    };
    return { ...{ name, folder, covers, patches: [], notices: [] }, items: covers.length > 0 ? [] : [item] };
  }
}

async function coversOf(bytes: Uint8Array, name: string): Promise<readonly MailInfo[]> {
  try {
    return (await findPatches(bytes, name)).covers;
  } catch (error) {
    if (error instanceof PatchError) return [];
    throw error;
  }
}

async function textPart(bytes: Uint8Array, name: string): Promise<Part> {
  const { cover, entries, notices } = await parseQueue(bytes, name);
  const items = entries.map((entry, i): QueueItem => {
    if (entry.patch !== null)
      return { name: nameOf(name, i), cover: null, patches: [entry.patch], refusal: null, base: null };
    const what = entry.subject === "" ? nameOf(name, i) : entry.subject;
    return { name: what, cover: null, patches: [], refusal: refusalOf(entry.error), base: null };
  });
  const patches = items.flatMap((item) => item.patches);
  return { ...{ name, folder: null, items, patches, notices }, covers: cover === null ? [] : [cover] };
}

const nameOf = (name: string, i: number): string =>
  i === 0 ? basename(name) : `${basename(name)}, patch ${i + 1}`;
