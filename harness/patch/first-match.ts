// SPDX-License-Identifier: GPL-2.0-only

/** @returns what the pattern's first group matches in the first line where it does, in lower case; lines that are very long are none */
export function firstMatch(lines: readonly string[], pattern: RegExp): string | null {
  for (const line of lines) {
    if (line.length > 300) continue;
    const match = pattern.exec(line);
    if (match !== null) return match[1]!.toLowerCase();
  }
  return null;
}
