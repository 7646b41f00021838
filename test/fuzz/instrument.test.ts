// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { COUNTERS, instrument } from "./instrument.ts";

/** Runs an instrumented module, and gives what it exports as `result`, and its counters in the order of their counts. */
async function run(text: string): Promise<{ result: unknown; counters: number[] }> {
  const { text: counted, counters } = instrument(text);
  const counts = new Uint8Array(counters);
  Object.assign(globalThis, { [COUNTERS]: counts });
  const url = `data:text/javascript,${encodeURIComponent(counted)}`;
  const { result } = (await import(/* @vite-ignore */ url)) as { result: unknown };
  return { result, counters: [...counts].sort() };
}

test("each way is counted as often as it is taken", async () => {
  const text = `
    const f = (a) => { if (a > 1) return "much"; return "little"; };
    export const result = [1, 2, 3].map(f).join();`;
  // the function, what is below the if, and where there is no else
  expect(await run(text)).toEqual({ result: "little,much,much", counters: [1, 2, 3] });
});

test.each([
  ["an if in an if", "if (a) if (b) r.push(1); else r.push(2); else if (!b) r.push(3);"],
  [
    "loops",
    "for (const x of [1, 2]) r.push(x); let i = 0; while (i < 2) i++; do i--; while (i > 0); r.push(i);",
  ],
  ["a switch", "switch (r.length) { case 1: case 0: r.push(7); default: r.push(8); }"],
  ["operators", "r.push(a && b, a || b, null ?? (b, 5), a ? (b ? 1 : 2) : 3);"],
  ["functions", "const g = () => ({ x: a }), h = async (y) => y?.x; r.push(g().x, typeof h(g()));"],
  ["errors", "try { throw 1; } catch (e) { r.push(e); } finally { r.push(2); }"],
])("%s does what it did", async (_, body) => {
  const text = `export const result = [];
    for (const a of [true, false]) for (const b of [true, false]) { const r = []; ${body} result.push(r); }`;
  const plain = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`
  )) as object;
  expect((await run(text)).result).toEqual((plain as { result: unknown }).result);
});
