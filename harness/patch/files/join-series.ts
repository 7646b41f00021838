// SPDX-License-Identifier: GPL-2.0-only
import { basename } from "node:path";
import type { FoundPatches } from "../find-patches.ts";
import { missingNumbers } from "../missing-numbers.ts";
import type { Patch, Series } from "../series.ts";
import { orderNotices } from "./order-notices.ts";
import { refuseRepeatedMails } from "./refuse-repeated-mails.ts";

/**
 * Makes one series of several inputs, in their order. A cover letter among them is no patch.
 *
 * @param name what reports call them all
 * @throws PatchError if one holds neither patch nor cover letter, or a mail is in two of them
 */
export function joinSeries(found: readonly FoundPatches[], name: string): Series {
  const [first] = found;
  for (const one of found) if (one.none !== null && one.covers.length === 0) throw one.none;
  const patches = found.flatMap((one) => one.patches.map((patch) => labelled(patch, basename(one.name))));
  if (patches.length === 0 && first?.none != null) throw first.none;
  refuseRepeatedMails(found);
  const notices = [...found.flatMap((one) => one.notices), ...orderNotices(patches)];
  const covers = found.flatMap((one) => one.covers);
  return { name, cover: covers[0] ?? null, patches, missing: missingNumbers(patches), notices };
}

/** Line numbers alone do not say where in several inputs something is. */
const labelled = (patch: Patch, input: string): Patch => ({
  ...patch,
  files: patch.files.map((file) => ({ ...file, input })),
});
