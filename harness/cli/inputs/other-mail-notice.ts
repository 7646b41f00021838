// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from "../../patch/series.ts";

/**
 * Whoever asks b4 for a mail gets its whole series, and of several revisions in a thread the newest.
 *
 * @param id what was asked for; null if nothing was
 * @returns a line if none of the patches is that mail
 */
export function otherMailNotice(id: string | null, patches: readonly Patch[]): string[] {
  const [first] = patches;
  if (id === null || first === undefined || patches.some(({ messageId }) => messageId === id)) return [];
  const count = `${patches.length} patch${patches.length === 1 ? "" : "es"}`;
  const which = first.prefix === "" ? first.subject : `${first.prefix} ${first.subject}`;
  return [
    `b4 gave ${count}, and <${id}> is none of them: a cover letter, an answer, or an older revision. The first is ${which}`,
  ];
}
