// SPDX-License-Identifier: GPL-2.0-only
import type { JudgeAt, JudgedPatch } from "./judged-patch.ts";

/** A patch that is being judged, and on top of what. */
interface Begun {
  readonly good: string;
  readonly judged: Promise<JudgedPatch>;
}

/** What has to be known of a queue to judge its patches ahead. */
interface Queue {
  /** Numbers of its patches in their order, then 0 if all are judged as one, too. */
  readonly numbers: readonly number[];
  /** What a patch is taken for until it is judged. */
  readonly mayBeGood: (number: number) => boolean;
  /** @returns whether later patches are judged on top of it */
  readonly isGood: (number: number, judged: JudgedPatch) => boolean;
}

/**
 * Judges several patches of a queue at once, each on top of those before it, as far as these are known: one that is not judged
 * yet is taken for a good one. Who takes a judgement says what it has to stand on; one that was made on anything else is
 * thrown away, and made again.
 */
export class JudgedAhead {
  readonly #queue: Queue;
  readonly #judgeAt: JudgeAt;
  readonly #atOnce: number;
  readonly #begun = new Map<number, Begun>();
  readonly #known = new Map<number, boolean>();
  #next = 0;
  #running = 0;

  /** @param atOnce patches that are judged at the same time */
  constructor(queue: Queue, judgeAt: JudgeAt, atOnce: number) {
    this.#queue = queue;
    this.#judgeAt = judgeAt;
    this.#atOnce = atOnce;
  }

  /**
   * @param number of the patch, from 1; 0 for all of `good` as one
   * @param good numbers of the patches that it stands on
   * @throws whatever judging it throws
   */
  async judged(number: number, good: readonly number[]): Promise<JudgedPatch> {
    this.#beginMore();
    const known = this.#begun.get(number);
    const begun = known?.good === good.join() ? known : this.#begin(number, good);
    return await begun.judged;
  }

  #beginMore(): void {
    const { numbers } = this.#queue;
    while (this.#running < this.#atOnce && this.#next < numbers.length) {
      const number = numbers[this.#next++]!;
      const good = this.#goodBefore(number);
      // nothing is left that could be judged as one
      if (number === 0 && good.length === 0) continue;
      if (!this.#begun.has(number)) this.#begin(number, good);
    }
  }

  #goodBefore(number: number): number[] {
    const { numbers, mayBeGood } = this.#queue;
    return numbers.slice(0, numbers.indexOf(number)).filter((one) => this.#known.get(one) ?? mayBeGood(one));
  }

  #begin(number: number, good: readonly number[]): Begun {
    this.#running++;
    const judged = this.#judgeAt(number, [...good]).finally(() => {
      this.#running--;
    });
    const begun = { good: good.join(), judged };
    this.#begun.set(number, begun);
    judged.then(
      (one) => {
        this.#known.set(number, this.#queue.isGood(number, one));
        this.#beginMore();
      },
      // told where it is awaited; nothing more is begun
      () => {},
    );
    return begun;
  }
}
