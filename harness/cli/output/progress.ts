// SPDX-License-Identifier: GPL-2.0-only
import { printable } from "../../report/screen.ts";

/** Least time between two updates of the line, in milliseconds: on a terminal, and into a pipe or a log. */
const TERMINAL_INTERVAL = 80;
const LOG_INTERVAL = 2000;

/** What is written to. */
type Stream = Pick<NodeJS.WriteStream, "write"> & { readonly isTTY?: boolean; readonly columns?: number };

/** Says on standard error what is going on: one line that moves on a terminal, now and then a line elsewhere. */
export class Progress {
  readonly #stream: Stream;
  readonly #now: () => number;
  readonly #tty: boolean;
  #last: number;
  #shown = false;

  /** @param now the time, in milliseconds */
  constructor(stream: Stream = process.stderr, now: () => number = Date.now) {
    this.#stream = stream;
    this.#now = now;
    this.#tty = stream.isTTY === true;
    this.#last = this.#tty ? Number.NEGATIVE_INFINITY : now();
  }

  /** @param detail left out of a line that has no room for it */
  readonly update = (said: string, detail = ""): void => {
    const now = this.#now();
    if (now - this.#last < (this.#tty ? TERMINAL_INTERVAL : LOG_INTERVAL)) return;
    this.#last = now;
    const text = printable(`hunkbox: ${said}`);
    const whole = detail === "" ? text : `${text} (${printable(detail)})`;
    if (!this.#tty) {
      this.#stream.write(`${whole}\n`);
      return;
    }
    // a terminal of no width does not know its own
    const width = Math.max(20, (this.#stream.columns || 80) - 1);
    this.#stream.write(`\r\x1b[K${whole.length <= width ? whole : text.slice(0, width)}`);
    this.#shown = true;
  };

  /** Clears the line, before anything else is written. */
  done(): void {
    if (this.#shown) this.#stream.write("\r\x1b[K");
    this.#shown = false;
  }
}
