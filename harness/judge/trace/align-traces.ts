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
  const steps = { before: splitSteps(before), after: splitSteps(after) };
  for (let i = 0; i < Math.max(steps.before.length, steps.after.length); i++) {
    const a = steps.before[i] ?? { from: before.length, texts: [] };
    const b = steps.after[i] ?? { from: after.length, texts: [] };
    if (a.texts.length === b.texts.length && a.texts.every((text, at) => text === b.texts[at])) {
      for (let at = 0; at < a.texts.length; at++) rows.push({ before: a.from + at, after: b.from + at });
      continue;
    }
    const shorter = Math.min(a.texts.length, b.texts.length);
    let head = 0;
    while (head < shorter && a.texts[head] === b.texts[head]) head++;
    let tail = 0;
    while (tail < shorter - head && a.texts.at(-1 - tail) === b.texts.at(-1 - tail)) tail++;
    let [x, y] = [a.from, b.from];
    for (; x < a.from + head; x++, y++) rows.push({ before: x, after: y });
    const left = a.texts.slice(head, a.texts.length - tail);
    const right = b.texts.slice(head, b.texts.length - tail);
    if (left.length === 0 || right.length === 0) {
      for (let n = 0; n < left.length; n++) rows.push({ before: x++, after: -1 });
      for (let n = 0; n < right.length; n++) rows.push({ before: -1, after: y++ });
    } else {
      for (const part of diffArrays(...numbered(left, right))) {
        for (let n = 0; n < (part.value?.length ?? 0); n++) {
          rows.push({ before: part.added ? -1 : x++, after: part.removed ? -1 : y++ });
        }
      }
    }
    for (let n = 0; n < tail; n++) rows.push({ before: x++, after: y++ });
  }
  return rows;
}

/** The same number for the same text: texts are compared many times over, and numbers are compared faster. */
function numbered(left: readonly string[], right: readonly string[]): [number[], number[]] {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  return [left.map(numberOf), right.map(numberOf)];
}

interface StepTexts {
  readonly from: number;
  readonly texts: readonly string[];
}

const STEP = /^step \d+$/;

function splitSteps(texts: readonly string[]): StepTexts[] {
  const starts: number[] = [];
  for (const [i, text] of texts.entries()) if (text.startsWith("step ") && STEP.test(text)) starts.push(i);
  if (starts[0] !== 0) starts.unshift(0);
  return starts.map((from, i) => ({ from, texts: texts.slice(from, starts[i + 1]) }));
}
