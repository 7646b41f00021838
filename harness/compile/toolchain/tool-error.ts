// SPDX-License-Identifier: GPL-2.0-only

/** Something around the tool is missing or broken: a compiler, a disk, a permission. Never the patch's fault. */
export class ToolError extends Error {
  /** What the user can do about it. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "ToolError";
    this.hint = hint;
  }
}
