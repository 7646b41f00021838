// SPDX-License-Identifier: GPL-2.0-only

/** Seconds of a processor that the compiler gets for all texts of one check: an honest one takes 10 at the most so far. */
export const MOST_TIME_OF_TEXTS = 60;

/** How long the compiler has had a processor for the texts of one check. */
export class TextTime {
  #seconds = 0;

  add(seconds: number): void {
    this.#seconds += seconds;
  }

  get isUp(): boolean {
    return this.#seconds > MOST_TIME_OF_TEXTS;
  }
}
