// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JudgedAhead } from "../../../harness/gate/queue/judged-ahead.ts";
import type { JudgeAt, JudgedPatch } from "../../../harness/gate/queue/judged-patch.ts";

/** A judgement that says what it was made of. */
const judgedOf = (number: number, good: readonly number[]): JudgedPatch => ({
  judgement: { title: `${number} on ${good.join()}` } as JudgedPatch["judgement"],
  toolchain: "",
});

/** A queue in which some patches turn out bad; judging one takes as many turns as it is told. */
async function run(
  isBad: readonly boolean[],
  turns: readonly number[],
  atOnce: number,
): Promise<{ titles: string[]; most: number; begun: string[] }> {
  const numbers = isBad.map((_, i) => i + 1);
  const begun: string[] = [];
  let running = 0;
  let most = 0;
  const judgeAt: JudgeAt = async (number, good) => {
    begun.push(`${number} on ${good.join()}`);
    most = Math.max(most, ++running);
    for (let left = turns[number] ?? 1; left > 0; left--) await new Promise((done) => setImmediate(done));
    running--;
    return judgedOf(number, good);
  };
  const queue = {
    numbers: [...numbers, 0],
    mayBeGood: () => true,
    isGood: (number: number) => number > 0 && !isBad[number - 1]!,
  };
  const ahead = new JudgedAhead(queue, judgeAt, atOnce);
  const titles: string[] = [];
  const good: number[] = [];
  for (const number of numbers) {
    titles.push((await ahead.judged(number, good)).judgement.title);
    if (!isBad[number - 1]) good.push(number);
  }
  if (good.length > 0) titles.push((await ahead.judged(0, good)).judgement.title);
  return { titles, most, begun };
}

describe("patches that are judged ahead", () => {
  it("come to what they come to one by one, whichever is ready first", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 5 }),
        async (isBad, turns, atOnce) => {
          const alone = await run(isBad, turns, 1);
          const together = await run(isBad, turns, atOnce);
          expect(together.titles).toEqual(alone.titles);
          // what is taken anew, since it stood on the wrong ones, is not made to wait
          expect(together.most).toBeLessThanOrEqual(atOnce + 1);
        },
      ),
    );
  });

  it("are judged once if all are as good as they seemed", async () => {
    const { begun, most } = await run([false, false, false], [], 2);
    expect(begun).toEqual(["1 on ", "2 on 1", "3 on 1,2", "0 on 1,2,3"]);
    expect(most).toBe(2);
  });

  it("are judged anew if one before them turns out bad", async () => {
    const { begun, titles } = await run([true, false], [0, 9, 1], 2);
    expect(begun).toContain("2 on 1");
    expect(titles).toEqual(["1 on ", "2 on ", "0 on 2"]);
  });

  it("are not judged as one if none of them is good", async () => {
    expect((await run([true, true], [], 1)).begun).toEqual(["1 on ", "2 on "]);
  });

  it("end with what ended one of them", async () => {
    const judgeAt: JudgeAt = async (number) => {
      if (number === 2) throw new Error("no disk");
      return judgedOf(number, []);
    };
    const queue = { numbers: [1, 2], mayBeGood: () => true, isGood: () => true };
    const ahead = new JudgedAhead(queue, judgeAt, 2);
    await ahead.judged(1, []);
    await expect(ahead.judged(2, [1])).rejects.toThrow("no disk");
  });
});
