// SPDX-License-Identifier: GPL-2.0-only

/** An input as a program reads it from a file of text. */
export const textOf = (input: Uint8Array): string => Buffer.from(input).toString("utf8");
