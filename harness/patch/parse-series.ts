// SPDX-License-Identifier: GPL-2.0-only

import { isHunkHeader } from "./diff/parse-hunk.ts";
import { collectMails } from "./mail/collect-mails.ts";
import type { Mail } from "./mail/mail.ts";
import { NoPatchError } from "./no-patch-error.ts";
import { orderPatches } from "./order-patches.ts";
import { PatchError } from "./patch-error.ts";
import { INPUT_LIMIT, tooLarge } from "./read-input.ts";
import { readInfo, readPatches } from "./read-patches.ts";
import type { MailInfo, Patch, Series } from "./series.ts";
import { lineAt, rawText } from "./source-text.ts";

/** More lines than any series has; what they cost to look at grows with their number, not with their length. */
const MOST_LINES = 4_000_000;

/**
 * Parses an input of any kind (a mail, an mbox, a page of a list archive saved as text, a plain diff) into the
 * patches that it holds. Throws PatchError and nothing else.
 *
 * @param name what errors call the input
 */
export async function parseSeries(input: Uint8Array, name: string): Promise<Series> {
  if (input.length > INPUT_LIMIT) throw tooLarge(name, INPUT_LIMIT);
  if (input.length === 0) throw new PatchError(name, 0, "is empty", "give a mail, an mbox or a diff");
  const nul = input.indexOf(0);
  if (nul !== -1) throw nulError(input, nul, name);
  if (countLines(input) > MOST_LINES) {
    throw new PatchError(
      name,
      0,
      `has more than ${MOST_LINES} lines`,
      "give only the mails of the series under test",
    );
  }
  const mails = await collectMails(rawText(input, name));
  const covers: MailInfo[] = [];
  const patches: Patch[] = [];
  const replies: Patch[] = [];
  for (const mail of mails) {
    const found = readPatches(mail);
    const reply = /^\s*(?:re|aw|fwd?):/i.test(mail.header.subject);
    const info = readInfo(mail, mail.parts[0]);
    if (found.length > 0) for (const patch of found) (reply ? replies : patches).push(patch);
    else if (!reply && info.number === 0) covers.push(info);
  }
  // A reply that carries a diff is a patch only if the thread holds no other: mostly it quotes one badly.
  if (patches.length === 0) patches.push(...replies);
  if (patches.length === 0) throw emptyError(mails, name);
  const ordered = orderPatches(withoutCopies(patches), name);
  return { name, cover: covers[0] ?? null, patches: ordered, missing: findMissing(ordered) };
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

function findMissing(patches: readonly Patch[]): number[] {
  const total = patches[0]?.total ?? 1;
  if (patches.some((patch) => patch.total !== total)) return [];
  const present = new Set(patches.map((patch) => patch.number));
  return Array.from({ length: total }, (_, i) => i + 1).filter((number) => !present.has(number));
}

function emptyError(mails: readonly Mail[], name: string): PatchError {
  const line = mails[0]?.line ?? 0;
  const parts = mails.flatMap((mail) => mail.parts);
  if (
    parts.every((part) => part.lines.every((text) => text.trim() === "")) &&
    !mails.some((m) => m.onlyHtml)
  ) {
    return new PatchError(name, line, "holds no text", "give a mail, an mbox or a diff");
  }
  if (mails.some((mail) => mail.onlyHtml)) {
    const hint = "HTML mail damages patches: ask for it as plain text, or as an attachment";
    return new PatchError(name, line, "holds no patch: the mail is HTML only", hint);
  }
  for (const part of parts) {
    const at = part.lines.findIndex((text) => /^(?:> ?)+(?:diff --git |@@ -\d)/.test(text));
    if (at !== -1) {
      const hint = "give the mail that is replied to";
      return new PatchError(name, lineAt(part, at), "holds no patch: the mail only quotes one", hint);
    }
    const orphan = part.lines.findIndex((text) => isHunkHeader(text));
    if (orphan !== -1) {
      const hint = "a hunk has to follow --- and +++ lines or another hunk of its file";
      return new PatchError(name, lineAt(part, orphan), "hunk without a file header", hint);
    }
  }
  return new NoPatchError(
    name,
    line,
    "holds no patch",
    "give a mail, an mbox or a diff with diff --git or --- and +++ lines",
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
