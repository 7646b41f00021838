// SPDX-License-Identifier: GPL-2.0-only
import { findDiff } from "./diff/parse-diff.ts";
import { firstMatch } from "./first-match.ts";
import type { SourceText } from "./source-text.ts";
import { upstreamCommit } from "./upstream-commit.ts";

/** The text of a mail taken apart as `git am` does. */
export interface Body {
  /** In-body header lines by lower-case name: `from`, `subject`, `date`. They win over the mail's own. */
  readonly headers: ReadonlyMap<string, string>;
  /** The text before the `---` line or the diff, without the in-body header. */
  readonly description: string;
  readonly baseCommit: string | null;
  readonly upstreamCommit: string | null;
}

/** Takes apart what surrounds the diff in a mail's text. */
export function parseBody(text: SourceText): Body {
  const { lines } = text;
  const headers = new Map<string, string>();
  let start = 0;
  while (start < lines.length && lines[start]!.trim() === "") start++;
  for (; start < lines.length; start++) {
    const match = /^(From|Subject|Date): *(.*)$/.exec(lines[start]!);
    if (match !== null && !headers.has(match[1]!.toLowerCase()))
      headers.set(match[1]!.toLowerCase(), match[2]!);
    else if (headers.has("subject") && /^[ \t]+\S/.test(lines[start]!)) {
      headers.set("subject", `${headers.get("subject")} ${lines[start]!.trim()}`);
    } else break;
  }
  const diff = findDiff(text);
  let end = diff === -1 ? lines.length : diff;
  for (let i = start; i < end; i++) {
    if (/^---\s*$|^-- $|^Index: \S|^diff -|^Only in \S+: /.test(lines[i]!)) end = i;
  }
  const description = lines.slice(start, end).join("\n").trim();
  return {
    headers,
    description,
    baseCommit: firstMatch(lines, /^base-commit: ([0-9a-f]{7,64})\s*$/),
    upstreamCommit: upstreamCommit(description),
  };
}
