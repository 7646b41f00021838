// SPDX-License-Identifier: GPL-2.0-only

/** An input that cannot be taken as a patch. The only thing the parser throws. */
export class PatchError extends Error {
  /** Name of the input. */
  readonly file: string;
  /** Line of the input, from 1; 0 when the input as a whole is meant. */
  readonly line: number;
  /** What the user can do about it. */
  readonly hint: string;

  constructor(file: string, line: number, message: string, hint: string) {
    super(message);
    this.name = "PatchError";
    this.file = file;
    this.line = line;
    this.hint = hint;
  }

  /** The error in the one shape in which it is printed. */
  describe(): string {
    const place = this.line > 0 ? `${this.file}:${this.line}` : this.file;
    return `${place}: ${this.message}\n  hint: ${this.hint}`;
  }
}
