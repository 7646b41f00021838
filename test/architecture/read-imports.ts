// SPDX-License-Identifier: GPL-2.0-only

/** One import or re-export of a TypeScript file. */
export interface Import {
  /** What stands between the quotes. */
  readonly from: string;
  readonly line: number;
  /** `import type`, or every name has `type`: nothing is left of it at run time. */
  readonly typeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\b([^;'"`]*?)\bfrom\s*(["'])([^"']+)\2/gm;
const BARE = /^import\s*(["'])([^"']+)\1/gm;
const CALL = /\b(?:import|require)\s*\(\s*(["'`])(\.[^"'`]*|[^"'`]*patches\/[^"'`]*)\1/g;

/** The imports of a file, in the order in which they stand. */
export function readImports(source: string): Import[] {
  const text = withoutComments(source);
  const found: (Import & { at: number })[] = [];
  const add = (at: number, from: string, typeOnly: boolean): void => {
    found.push({ at, from, typeOnly, line: text.slice(0, at).split("\n").length });
  };
  for (const match of text.matchAll(STATEMENT)) add(match.index, match[3] ?? "", isTypeOnly(match[1] ?? ""));
  for (const match of text.matchAll(BARE)) add(match.index, match[2] ?? "", false);
  for (const match of text.matchAll(CALL)) add(match.index, match[2] ?? "", false);
  return found.sort((a, b) => a.at - b.at).map(({ from, line, typeOnly }) => ({ from, line, typeOnly }));
}

function isTypeOnly(clause: string): boolean {
  if (/^\s*type\b(?!\s*,|\s+from\b)/.test(clause)) return true;
  const names = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1]?.split(",");
  return names?.map((name) => name.trim()).every((name) => name === "" || name.startsWith("type ")) ?? false;
}

/** Blanks comments out and keeps the lines. A comment's marks inside a string are left alone. */
function withoutComments(source: string): string {
  return source.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (all, string: string | undefined) => string ?? all.replace(/[^\n]/g, " "),
  );
}
