// SPDX-License-Identifier: GPL-2.0-only

/** Gives equal lines equal numbers, which are quicker to compare than texts. */
export class LineIds {
  readonly #ids = new Map<string, number>();

  of(line: string): number {
    const known = this.#ids.get(line);
    if (known !== undefined) return known;
    this.#ids.set(line, this.#ids.size);
    return this.#ids.size - 1;
  }

  all(lines: readonly string[]): Int32Array {
    return Int32Array.from(lines, (line) => this.of(line));
  }
}
