// SPDX-License-Identifier: GPL-2.0-only
import { printable } from "../../report/screen.ts";

/** Least time between two updates of the line, in milliseconds: on a terminal, and into a pipe or a log. */
const TERMINAL_INTERVAL = 80;
const LOG_INTERVAL = 2000;

/** Says on standard error what is going on: one line that moves on a terminal, now and then a line elsewhere. */
export class Progress {
  readonly #tty = process.stderr.isTTY === true;
  #last = this.#tty ? 0 : Date.now();
  #shown = false;

  readonly update = (said: string): void => {
    const text = printable(said);
    const now = Date.now();
    if (now - this.#last < (this.#tty ? TERMINAL_INTERVAL : LOG_INTERVAL)) return;
    this.#last = now;
    if (!this.#tty) {
      process.stderr.write(`hunkbox: ${text}\n`);
      return;
    }
    const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\x1b[K${`hunkbox: ${text}`.slice(0, width)}`);
    this.#shown = true;
  };

  /** Clears the line, before anything else is written. */
  done(): void {
    if (this.#shown) process.stderr.write("\r\x1b[K");
    this.#shown = false;
  }
}
