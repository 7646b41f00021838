// SPDX-License-Identifier: GPL-2.0-only
import type { Mail } from "../mail/mail.ts";
import { parseAuthor } from "../mail/parse-header.ts";
import { shortSubject } from "../mail/short-subject.ts";
import { decodeText, lineAt, type SourceText, stripTransportCr } from "../source-text.ts";

const INDENT = "    ";

/**
 * A commit as git show or git log prints it, as if it had come by mail.
 *
 * @param raw one character a byte, from its first line
 */
export function parseLogCommit(raw: SourceText): Mail {
  const text = stripTransportCr(decodeText(raw));
  const [first = "", ...rest] = text.lines;
  const oneLine = /^([0-9a-f]+) (?:\(.*?\) )?(.*)$/.exec(first);
  const headerEnd = oneLine === null ? rest.indexOf("") : 0;
  const header = rest.slice(0, headerEnd === -1 ? rest.length : headerEnd);
  const message = oneLine === null ? messageOf(rest.slice(header.length)) : (oneLine[2] ?? "");
  const [paragraph = ""] = message.split(/\n\s*\n/);
  const field = (name: RegExp): string | null =>
    header.map((line) => name.exec(line)?.[1]).find(isText) ?? null;
  const author = field(/^Author: +(.*)$/) ?? field(/^author (.*>) \d+ [+-]\d{4}$/);
  return {
    header: {
      ...{
        from: author === null ? null : parseAuthor(author),
        subject: shortSubject(paragraph.replaceAll("\n", " ")),
      },
      date: dateOf(field(/^(?:Author)?Date: +(.*)$/), field(/^author .*> (\d{1,12}) [+-]\d{4}$/)),
      ...{ messageId: null, inReplyTo: null, references: [], recipients: [] },
    },
    parts: [text],
    onlyHtml: false,
    line: lineAt(raw, 0),
    commit: {
      id: oneLine?.[1] ?? /^commit ([0-9a-f]+)/.exec(first)?.[1] ?? "",
      // of a merge --pretty=raw has a line for each parent
      isMerge: field(/^(Merge: )/) !== null || header.filter((line) => line.startsWith("parent ")).length > 1,
      message,
    },
  };
}

const isText = (text: string | undefined): text is string => text !== undefined;

/** The indented lines: what stands at the margin again is a diffstat, notes or the diff. */
function messageOf(lines: readonly string[]): string {
  const end = lines.findIndex((line) => line.trim() !== "" && !line.startsWith(INDENT));
  const own = end === -1 ? lines : lines.slice(0, end);
  return own
    .map((line) => line.slice(INDENT.length))
    .join("\n")
    .trim();
}

/** ISO 8601 if it says which zone it is in, so that no machine's own has a part in it. */
function dateOf(date: string | null, seconds: string | null): string | null {
  const isWhole =
    date !== null &&
    date.length < 100 &&
    /\d{4}.*\d\d:\d\d|\d\d:\d\d.*\d{4}/.test(date) &&
    /(?:[+-]\d{4}|Z)$/.test(date);
  const time = seconds === null ? Date.parse(isWhole ? date : "") : Number(seconds) * 1000;
  return Number.isNaN(time) || Math.abs(time) > 8e15 ? date : new Date(time).toISOString();
}
