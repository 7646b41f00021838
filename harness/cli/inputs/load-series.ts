// SPDX-License-Identifier: GPL-2.0-only
import { joinSeries } from "../../patch/files/join-series.ts";
import { refuseMixedSeries } from "../../patch/files/refuse-mixed-series.ts";
import { type FoundPatches, findPatches } from "../../patch/find-patches.ts";
import { missingNumbers } from "../../patch/missing-numbers.ts";
import type { Series } from "../../patch/series.ts";
import { tell } from "../output/tell.ts";
import { BadInput } from "./bad-input.ts";
import { otherMailNotice } from "./other-mail-notice.ts";
import { readQuiltFolder } from "./read-quilt-folder.ts";
import { readWords, type WordInput } from "./read-words.ts";

/**
 * Reads what the words of a command line stand for as one series, in their order.
 *
 * @throws PatchError, BadInput or MailError if one cannot be taken
 */
export async function loadSeries(words: readonly string[]): Promise<Series> {
  const { name, inputs } = await readWords(words);
  const found: FoundPatches[] = [];
  for (const input of inputs) found.push(await foundIn(input));
  const folders = inputs.flatMap((one) => (one.kind === "text" && one.folder !== null ? [one.folder] : []));
  for (const folder of new Set(folders)) refuseMixedSeries(found.filter((_, i) => isOf(inputs[i]!, folder)));
  const [only] = found;
  const series = found.length === 1 && only !== undefined ? alone(only) : joinSeries(found, name);
  for (const notice of series.notices) tell(notice);
  return series;
}

const isOf = (input: WordInput, folder: string): boolean => input.kind === "text" && input.folder === folder;

function alone({ name, covers, patches, none, notices }: FoundPatches): Series {
  if (none !== null) throw none;
  return { name, cover: covers[0] ?? null, patches, missing: missingNumbers(patches), notices };
}

async function foundIn(input: WordInput): Promise<FoundPatches> {
  const { name } = input;
  if (input.kind === "text") {
    const found = await findPatches(input.bytes, name);
    return { ...found, notices: [...found.notices, ...otherMailNotice(input.id, found.patches)] };
  }
  const items = await readQuiltFolder(name);
  for (const { refusal } of items) if (refusal !== null) throw new BadInput(refusal.message, refusal.hint);
  return { name, covers: [], patches: items.flatMap(({ patches }) => patches), none: null, notices: [] };
}
