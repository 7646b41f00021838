// SPDX-License-Identifier: GPL-2.0-only
import type { Trial } from "./try-patch.ts";

/** Bytes of a report. */
const MOST_BYTES = 10 << 20;

/** Of the codes that README lists, all but the one of a fault of the tool. */
const CODES = [0, 1, 2, 3, 4];

/** What a terminal obeys, what turns text around, and what nobody sees. */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** What runners of CI obey. */
const COMMAND = /^\s*::[a-z]|##vso\[|##\[|##teamcity\[/im;

/** @returns what a patch brought about that none may, on a machine of any speed; nothing if all is well */
export function brokenRules({ check, again, outputs, differs, strays }: Trial): string[] {
  const broken: string[] = [];
  if (check.code === null || !CODES.includes(check.code)) broken.push(`exit code ${check.code}`);
  for (const [name, text] of outputs) {
    const size = Buffer.byteLength(text);
    if (size > MOST_BYTES) broken.push(`${name} ${(size / 2 ** 20).toFixed(1)} MiB`);
    const control = CONTROL.exec(text);
    if (control !== null) broken.push(`${name} has ${shown(control[0])} at ${control.index}`);
    const command = COMMAND.exec(text);
    if (command !== null) broken.push(`${name} has ${JSON.stringify(command[0])} at ${command.index}`);
  }
  if (differs.length > 0) broken.push(`the second time another ${differs.join(", ")}`);
  if (strays.length > 0) broken.push(`left files: ${strays.slice(0, 3).join(", ")}`);
  const left = [...check.left, ...again.left];
  if (left.length > 0) broken.push(`left processes: ${left.join(", ")}`);
  return broken;
}

const shown = (character: string): string => `U+${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
