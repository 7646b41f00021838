// SPDX-License-Identifier: GPL-2.0-only
import { shortSubject } from "./short-subject.ts";

/** A subject line taken apart. */
export interface Subject {
  readonly subject: string;
  /** The `[...]` groups in front, as written. */
  readonly prefix: string;
  readonly version: number;
  readonly number: number;
  readonly total: number;
}

/** No series is longer; a larger number in a subject is no numbering. */
const LONGEST_SERIES = 10_000;

/** Takes `Re:` and the leading `[...]` groups off a subject and reads version and numbering from them. */
export function parseSubject(line: string): Subject {
  let rest = line.replace(/[\r\n\t ]+/g, " ").trim();
  const groups: string[] = [];
  for (;;) {
    const reply = /^(?:re|aw|fwd?): ?/i.exec(rest);
    const group = /^\[[^\]]*\] ?/.exec(rest);
    const match = reply ?? group;
    if (match === null) break;
    if (group !== null) groups.push(group[0].trim());
    rest = rest.slice(match[0].length);
  }
  const prefix = groups.join(" ");
  const version = /[[ ]v(\d{1,4})[\] ]/i.exec(prefix)?.[1] ?? /PATCHv(\d{1,4})/i.exec(prefix)?.[1];
  const numbering = /[[ ](\d{1,5})\/(\d{1,5})[\] ]/.exec(prefix);
  const number = Number(numbering?.[1] ?? 1);
  const total = Number(numbering?.[2] ?? 1);
  const sane = total >= 1 && total <= LONGEST_SERIES && number <= total;
  return {
    subject: shortSubject(rest.trim()),
    prefix: shortSubject(prefix),
    version: Math.max(1, Number(version ?? 1)),
    number: sane ? number : 1,
    total: sane ? total : 1,
  };
}
