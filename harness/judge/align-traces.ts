// SPDX-License-Identifier: GPL-2.0-only
import { diffArrays } from "diff";

/** A row of two traces side by side: event indices, -1 where a side has no counterpart. */
export interface AlignedRow {
  readonly before: number;
  readonly after: number;
}

/**
 * Pairs the events of two runs by their texts, so that an event that one side has more does not shift the rest. Events
 * of different steps are never paired.
 *
 * @param before texts of the events, with the texts of step events marking the steps
 */
export function alignTraces(before: readonly string[], after: readonly string[]): AlignedRow[] {
  const rows: AlignedRow[] = [];
  const left = splitSteps(before);
  const right = splitSteps(after);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const a = left[i] ?? { from: before.length, texts: [] };
    const b = right[i] ?? { from: after.length, texts: [] };
    if (a.texts.length === b.texts.length && a.texts.every((text, at) => text === b.texts[at])) {
      for (let at = 0; at < a.texts.length; at++) rows.push({ before: a.from + at, after: b.from + at });
      continue;
    }
    let [x, y] = [a.from, b.from];
    for (const part of diffArrays([...a.texts], [...b.texts])) {
      for (let n = 0; n < (part.value?.length ?? 0); n++) {
        rows.push({ before: part.added ? -1 : x++, after: part.removed ? -1 : y++ });
      }
    }
  }
  return rows;
}

interface StepTexts {
  readonly from: number;
  readonly texts: readonly string[];
}

function splitSteps(texts: readonly string[]): StepTexts[] {
  const starts = texts.flatMap((text, i) => (/^step \d+$/.test(text) ? [i] : []));
  if (starts[0] !== 0) starts.unshift(0);
  return starts.map((from, i) => ({ from, texts: texts.slice(from, starts[i + 1]) }));
}
