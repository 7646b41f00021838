// SPDX-License-Identifier: GPL-2.0-only
import { collectMails } from "./mail/collect-mails.ts";
import { headerEnd } from "./mail/detect-kind.ts";
import { parseHeader } from "./mail/parse-header.ts";
import { parseSubject } from "./mail/parse-subject.ts";
import { splitMbox } from "./mail/split-mbox.ts";
import { orderPatches } from "./order-patches.ts";
import { parseSeries } from "./parse-series.ts";
import { PatchError } from "./patch-error.ts";
import { readPatches } from "./read-patches.ts";
import type { MailInfo, Patch } from "./series.ts";
import { lineAt, rawText, type SourceText, sliceText } from "./source-text.ts";

/** A patch of a queue, or why there is none. */
export type QueueEntry =
  | { readonly patch: Patch; readonly error: null }
  | { readonly patch: null; readonly error: PatchError; readonly subject: string; readonly number: number };

/** What one input holds: patches in the order in which they apply, damaged ones in their places. */
export interface Queue {
  readonly cover: MailInfo | null;
  readonly entries: readonly QueueEntry[];
}

/**
 * Parses a series as parseSeries does; but one damaged mail does not stop the others.
 *
 * @throws PatchError if nothing in it can be taken as a patch, or it has no order
 */
export async function parseQueue(input: Uint8Array, name: string): Promise<Queue> {
  try {
    const { cover, patches } = await parseSeries(input, name);
    return { cover, entries: patches.map((patch) => ({ patch, error: null })) };
  } catch (error) {
    // without a line, it is the input as a whole that cannot be taken
    if (!(error instanceof PatchError) || error.line === 0) throw error;
    const mails = splitMbox(rawText(input, name));
    const entries = mails.length < 2 ? [] : (await Promise.all(mails.map(readMail))).flat();
    const good = entries.flatMap(({ patch }) => (patch === null ? [] : [patch]));
    if (good.length === 0 || good.length === entries.length) throw error;
    orderPatches(good, name);
    const numberOf = (entry: QueueEntry): number =>
      entry.patch === null ? entry.number : entry.patch.number;
    const isNumbered = good.every(({ total }) => total > 1);
    return {
      cover: null,
      entries: isNumbered ? entries.toSorted((a, b) => numberOf(a) - numberOf(b)) : entries,
    };
  }
}

async function readMail(mail: SourceText): Promise<QueueEntry[]> {
  try {
    const found = (await collectMails(mail)).filter(({ header }) => !isReply(header.subject));
    return found.flatMap(readPatches).map((patch) => ({ patch, error: null }));
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    const { subject, number } = await subjectOf(mail);
    if (isReply(subject)) return [];
    const at = error.line > 0 ? error.line : lineAt(mail, 0);
    return [
      { patch: null, error: new PatchError(error.file, at, error.message, error.hint), subject, number },
    ];
  }
}

const isReply = (subject: string): boolean => /^\s*(?:re|aw|fwd?):/i.test(subject);

async function subjectOf(mail: SourceText): Promise<{ subject: string; number: number }> {
  try {
    const { subject } = await parseHeader(sliceText(mail, 0, headerEnd(mail, 0)));
    return isReply(subject) ? { subject, number: 0 } : parseSubject(subject);
  } catch {
    return { subject: "", number: 0 };
  }
}
