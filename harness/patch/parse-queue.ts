// SPDX-License-Identifier: GPL-2.0-only
import { orderLog } from "./log/order-log.ts";
import { parseLogCommit } from "./log/parse-log-commit.ts";
import { isLog, splitLog } from "./log/split-log.ts";
import { collectMails } from "./mail/collect-mails.ts";
import { detectKind, firstFilled, headerEnd } from "./mail/detect-kind.ts";
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
  /** What the user should know of how the input was read. */
  readonly notices: readonly string[];
}

/**
 * Parses a series as parseSeries does; but one damaged mail does not stop the others.
 *
 * @throws PatchError if nothing in it can be taken as a patch, or it has no order
 */
export async function parseQueue(input: Uint8Array, name: string): Promise<Queue> {
  try {
    const { cover, patches, notices } = await parseSeries(input, name);
    return { cover, entries: patches.map((patch) => ({ patch, error: null })), notices };
  } catch (error) {
    // without a line, it is the input as a whole that cannot be taken
    if (!(error instanceof PatchError) || error.line === 0) throw error;
    const text = rawText(input, name);
    const hasCommits = detectKind(text) === "log";
    const pieces = hasCommits ? splitLog(text, firstFilled(text)) : splitMbox(text);
    const entries = pieces.length < 2 ? [] : (await Promise.all(pieces.map(readPiece))).flat();
    const good = entries.flatMap(({ patch }) => (patch === null ? [] : [patch]));
    if (good.length === 0 || good.length === entries.length) throw error;
    if (!hasCommits) return { cover: null, entries: inOrder(entries, good, name), notices: [] };
    const { patches, why } = orderLog(good);
    const notices = [`${name}: ${entries.length} commits, ${why}`];
    return {
      cover: null,
      entries: patches[0] === good[0] && good.length > 1 ? entries : entries.toReversed(),
      notices,
    };
  }
}

function inOrder(
  entries: readonly QueueEntry[],
  good: readonly Patch[],
  name: string,
): readonly QueueEntry[] {
  orderPatches(good, name);
  const numberOf = (entry: QueueEntry): number => (entry.patch === null ? entry.number : entry.patch.number);
  const isNumbered = good.every(({ total }) => total > 1);
  return isNumbered ? entries.toSorted((a, b) => numberOf(a) - numberOf(b)) : entries;
}

async function readPiece(mail: SourceText): Promise<QueueEntry[]> {
  try {
    const found = (await collectMails(mail)).filter(
      ({ header, commit }) => commit !== null || !isReply(header.subject),
    );
    return found.flatMap(readPatches).map((patch) => ({ patch, error: null }));
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    const { subject, number } = await subjectOf(mail);
    if (isReply(subject) && !isLog(mail, 0)) return [];
    const at = error.line > 0 ? error.line : lineAt(mail, 0);
    return [
      { patch: null, error: new PatchError(error.file, at, error.message, error.hint), subject, number },
    ];
  }
}

const isReply = (subject: string): boolean => /^\s*(?:re|aw|fwd?):/i.test(subject);

async function subjectOf(mail: SourceText): Promise<{ subject: string; number: number }> {
  try {
    if (isLog(mail, 0)) return { subject: parseLogCommit(mail).header.subject, number: 1 };
    const { subject } = await parseHeader(sliceText(mail, 0, headerEnd(mail, 0)));
    return isReply(subject) ? { subject, number: 0 } : parseSubject(subject);
  } catch {
    return { subject: "", number: 0 };
  }
}
