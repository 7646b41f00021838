// SPDX-License-Identifier: GPL-2.0-only

/** The command line asks for something that there is not. */
export class BadOption extends Error {
  override readonly name = "BadOption";
}
