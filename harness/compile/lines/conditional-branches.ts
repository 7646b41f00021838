// SPDX-License-Identifier: GPL-2.0-only
import { shortLine } from "../../base/line-of.ts";

/** Lines that a conditional directive keeps or leaves out, with the directive. */
export interface Branch {
  /** Of the directive, from 1. */
  readonly line: number;
  /** As the file has it: `#ifdef CONFIG_HIGHMEM`. */
  readonly text: string;
  /** Of the directive that ends it. */
  readonly end: number;
}

const DIRECTIVE = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b/;

/** @returns the branches of a file, inner ones before those around them; none of what is never ended */
export function conditionalBranches(text: string): Branch[] {
  const branches: Branch[] = [];
  const open: { line: number; text: string }[] = [];
  for (const [i, code] of text.split("\n").entries()) {
    const [, word] = DIRECTIVE.exec(code) ?? [];
    if (word === undefined) continue;
    const begins = word.startsWith("if");
    const last = begins ? undefined : open.pop();
    if (last !== undefined) branches.push({ ...last, end: i + 1 });
    if (word !== "endif") open.push({ line: i + 1, text: shortLine(code) });
  }
  return branches;
}
