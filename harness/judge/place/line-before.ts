// SPDX-License-Identifier: GPL-2.0-only
import type { Frame } from "../../guest/stack.ts";
import type { JudgedPair } from "../run/judged.ts";
import { patchLines } from "./patch-lines.ts";

/** @returns where a line of the after side that the patch does not touch stands on the before side; null for one it adds */
export function lineBefore({ before, after }: JudgedPair, { file, line }: Frame): number | null {
  const own = patchLines(after.text.placed, after.text.isOld).get(file) ?? [];
  if (own.includes(line)) return null;
  const gone = new Set(patchLines(before.text.placed, before.text.isOld).get(file) ?? []);
  // the n-th line that both sides have
  let left = line - own.filter((one) => one < line).length;
  let at = 0;
  while (left > 0) if (!gone.has(++at)) left--;
  return at;
}
