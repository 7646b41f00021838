// SPDX-License-Identifier: GPL-2.0-only

import { orderLog } from "./log/order-log.ts";
import { collectMails } from "./mail/collect-mails.ts";
import type { Mail } from "./mail/mail.ts";
import { orderPatches } from "./order-patches.ts";
import { PatchError } from "./patch-error.ts";
import { INPUT_LIMIT, tooLarge } from "./read-input.ts";
import { readInfo, readPatches } from "./read-patches.ts";
import type { MailInfo, Patch } from "./series.ts";
import { rawText } from "./source-text.ts";
import { whyNoPatch } from "./why-no-patch.ts";

/** What one input holds. */
export interface FoundPatches {
  readonly name: string;
  readonly covers: readonly MailInfo[];
  /** In the order in which they apply; empty of a cover letter alone, of talk. */
  readonly patches: readonly Patch[];
  /** What to tell whoever needs a patch; null if there is one. */
  readonly none: PatchError | null;
  /** What the user should know of how it was read. */
  readonly notices: readonly string[];
}

/** More lines than any series has; what they cost to look at grows with their number, not with their length. */
const MOST_LINES = 4_000_000;

/**
 * Finds the patches of an input of any kind.
 *
 * @param name what errors call the input
 * @throws PatchError if it is damaged, no text, or has no one order
 */
export async function findPatches(input: Uint8Array, name: string): Promise<FoundPatches> {
  refuseInput(input, name);
  const mails = await collectMails(rawText(input, name));
  const covers: MailInfo[] = [];
  const patches: Patch[] = [];
  const replies: Patch[] = [];
  for (const mail of mails) {
    const found = readPatches(mail);
    const reply = mail.commit === null && /^\s*(?:re|aw|fwd?):/i.test(mail.header.subject);
    const info = readInfo(mail, mail.parts[0]);
    if (found.length > 0) for (const patch of found) (reply ? replies : patches).push(patch);
    else if (!reply && info.number === 0) covers.push(info);
  }
  // A reply that carries a diff is a patch only if the thread holds no other: mostly it quotes one badly.
  if (patches.length === 0) patches.push(...replies);
  const none = patches.length === 0 ? whyNoPatch(mails, name) : null;
  if (mails.some(({ commit }) => commit !== null)) {
    refuseTwice(mails, name);
    return { name, covers, none, ...commitsOf(mails, patches, name) };
  }
  return { name, covers, none, patches: orderPatches(withoutCopies(patches), name), notices: [] };
}

function commitsOf(
  mails: readonly Mail[],
  patches: readonly Patch[],
  name: string,
): Pick<FoundPatches, "patches" | "notices"> {
  const lines = new Set(patches.map(({ line }) => line));
  const passed = mails.flatMap(({ commit, line }) => {
    if (commit === null || lines.has(line)) return [];
    const why = commit.isMerge ? "a merge" : "it changes no file";
    return [`${name}:${line}: commit ${commit.id.slice(0, 12)} is left out: ${why}`];
  });
  const notices =
    passed.length > 3
      ? [...passed.slice(0, 2), `${passed.length - 2} more commits of ${name} are left out`]
      : passed;
  if (patches.length < 2) return { patches, notices };
  const ordered = orderLog(patches);
  return {
    patches: ordered.patches,
    notices: [...notices, `${name}: ${patches.length} commits, ${ordered.why}`],
  };
}

/** With -m, git prints a merge once for each parent. */
function refuseTwice(mails: readonly Mail[], name: string): void {
  const seen = new Map<string, number>();
  for (const { commit, line } of mails) {
    const id = commit?.id ?? "";
    const first = seen.get(id);
    if (first !== undefined) {
      const message = `holds commit ${id.slice(0, 12)} twice: at line ${first} and here`;
      throw new PatchError(name, line, message, "give each commit once; of a merge, with --first-parent");
    }
    seen.set(id, line);
  }
}

function withoutCopies(patches: readonly Patch[]): Patch[] {
  const seen = new Set<string>();
  const first = new Map<string, number>();
  return patches.filter((patch) => {
    if (patch.messageId === null) return true;
    const known = first.get(patch.messageId) ?? patch.line;
    first.set(patch.messageId, known);
    const copy = seen.has(patch.messageId) && known !== patch.line;
    seen.add(patch.messageId);
    return !copy;
  });
}

function refuseInput(input: Uint8Array, name: string): void {
  if (input.length > INPUT_LIMIT) throw tooLarge(name, INPUT_LIMIT);
  if (input.length === 0) throw new PatchError(name, 0, "is empty", "give a mail, an mbox or a diff");
  const nul = input.indexOf(0);
  if (nul !== -1) throw nulError(input, nul, name);
  if (countLines(input) <= MOST_LINES) return;
  throw new PatchError(
    name,
    0,
    `has more than ${MOST_LINES} lines`,
    "give only the mails of the series under test",
  );
}

function countLines(input: Uint8Array): number {
  let count = 0;
  for (let at = input.indexOf(0x0a); at !== -1; at = input.indexOf(0x0a, at + 1)) count++;
  return count;
}

function nulError(input: Uint8Array, at: number, name: string): PatchError {
  let line = 1;
  for (let i = 0; i < at; i++) if (input[i] === 0x0a) line++;
  const wide = input.length > 3 && (at === 1 || (input[0] === 0xff && input[1] === 0xfe));
  const hint = wide
    ? "the text looks like UTF-16: save it as UTF-8"
    : "a patch is text: give the mail itself";
  return new PatchError(name, line, "holds a NUL byte", hint);
}
