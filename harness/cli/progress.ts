// SPDX-License-Identifier: GPL-2.0-only

/** Least time between two updates of the line, in milliseconds. */
const INTERVAL = 80;

/** Says on standard error what is going on: one line that moves on a terminal; nothing into a pipe but slow work. */
export class Progress {
  readonly #tty = process.stderr.isTTY === true;
  #last = 0;
  #shown = false;
  #said = "";

  readonly update = (text: string): void => {
    const now = Date.now();
    if (now - this.#last < INTERVAL) return;
    this.#last = now;
    if (this.#tty) {
      const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
      process.stderr.write(`\r\x1b[K${`hunkbox: ${text}`.slice(0, width)}`);
      this.#shown = true;
    } else if (text.startsWith("built") && text !== this.#said) {
      this.#said = text;
      process.stderr.write(`hunkbox: ${text}\n`);
    }
  };

  /** Clears the line, before anything else is written. */
  done(): void {
    if (this.#shown) process.stderr.write("\r\x1b[K");
    this.#shown = false;
  }
}
