// SPDX-License-Identifier: GPL-2.0-only
import { cpuTime } from "./cpu-time.ts";
import { outcomeOf } from "./outcome.ts";
import type { Target } from "./target.ts";

/** Characters that an input is stretched to, one after the other: the longer only where the shorter is quick. */
const LENGTHS = [20_000, 200_000, 2_000_000];

/** What is told of as slow, in milliseconds. */
const SLOW = 1000;

/** Makes a text as long as it is told. */
type Stretch = (length: number) => string;

/** How a text is made long: each part of it, over and over. */
function stretchesOf(text: string): Stretch[] {
  const around =
    (before: string, part: string, after: string): Stretch =>
    (length) =>
      before + part.repeat(Math.ceil(length / part.length)) + after;
  const lines = text.split(/(?<=\n)/).slice(0, 25);
  const found = [around("", text, "")];
  let start = 0;
  for (const line of lines) {
    const parts = [{ 0: line, index: 0 }, ...[...line.matchAll(/\w+|[^\w\s]+|\s+/g)].slice(0, 8)];
    for (const { 0: part, index } of parts)
      found.push(around(text.slice(0, start + index), part, text.slice(start + index + part.length)));
    start += line.length;
  }
  return found;
}

/** Makes inputs long in many ways, and tells of those that are slow, or fail, then. What is linear is not. */
export async function stretchCorpus(
  name: string,
  module: string,
  corpus: readonly string[],
  keep: (input: string) => string,
): Promise<void> {
  const { target } = (await import(module)) as { target: Target };
  let tried = 0;
  for (const text of corpus.filter((one) => one !== "")) {
    for (const stretch of stretchesOf(text)) {
      for (const length of LENGTHS) {
        const input = stretch(length);
        const start = cpuTime();
        const outcome = await outcomeOf(target, Buffer.from(input, "latin1"));
        const took = cpuTime() - start;
        tried++;
        if (outcome.kind === "failed") console.log(`  ${name}: ${outcome.why}\n  input: ${keep(input)}`);
        else if (took > SLOW)
          console.log(
            `  ${name}: ${Math.round(took)} ms for ${input.length} characters\n  input: ${keep(input)}`,
          );
        // the next length would cost a hundred times as much where it is quadratic
        if (took > SLOW / 4 || outcome.kind === "failed") break;
      }
    }
  }
  console.log(`${name.padEnd(12)} ${tried} long inputs`);
}
