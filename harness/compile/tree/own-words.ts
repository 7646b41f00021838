// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../base/project-root.ts";
import type { View } from "../../base/view.ts";
import type { Diagnostic } from "../toolchain/diagnostic.ts";

/** Folders of csrc whose names a kernel's macros and headers would reach. */
const FOLDERS = ["asan", "coverage", "include", "kernel", "msan", "override", "runtime"] as const;

const NAME = /\b(?:hb|HB)_\w+/g;

let known: ReadonlySet<string> | null = null;

/** Names that csrc uses for itself. */
function ownNames(): ReadonlySet<string> {
  known ??= new Set(FOLDERS.flatMap((folder) => namesBelow(join(projectRoot(), "csrc", folder))));
  return known;
}

const namesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? (readFileSync(join(entry.parentPath, entry.name), "utf8").match(NAME) ?? []) : [],
  );

/** A folder of headers that only this tool has. */
const OWN_FOLDER = /(?:^|[/"<])hunkbox\//;

/**
 * Looks whether what a patch adds speaks of this tool: a macro of a header reaches the code that judges, a header of the same
 * name takes another one's place, and who can ask which files there are behaves here as nowhere else.
 */
export function ownWordsIn(view: View): Diagnostic[] {
  return [...view.files.keys()].flatMap((file) => {
    if (OWN_FOLDER.test(file))
      return [
        { file, line: 1, column: 0, message: `${file} would take the place of a file of this tool's own` },
      ];
    const text = view.read(file)?.split("\n") ?? [];
    // of a file that the other side has not, all is new
    const lines = view.changed.get(file) ?? text.map((_, i) => i + 1);
    const own = lines.map((line) => text[line - 1] ?? "");
    // a name may be put together of two lines
    const whole = own.join("\n").replaceAll(/\\\r?\n/g, "");
    return wordsIn(whole).map(([word, what]) => {
      const at = own.findIndex((one) => one.includes(word));
      return { file, line: lines[Math.max(at, 0)] ?? 0, column: 0, message: `${word} ${what}` };
    });
  });
}

function wordsIn(text: string): (readonly [string, string])[] {
  const names = new Set((text.match(NAME) ?? []).filter((name) => ownNames().has(name)));
  const folder = OWN_FOLDER.test(text) ? ["hunkbox/"] : [];
  const asks = /\b__has_include(?:_next)?\b/.exec(text);
  return [
    ...[...names, ...folder].map(
      (word) => [word, "is a name of this tool's own, which no kernel code may have"] as const,
    ),
    ...(asks === null ? [] : [[asks[0], "asks which files there are, which are others here"] as const]),
  ];
}
