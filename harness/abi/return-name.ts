// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "./errno.ts";

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(ERRNO).map(([name, value]) => [value, name]),
);

/** A kernel return value as the kernel writes it: `0`, `-EINVAL`, `-7`. */
export const returnName = (value: number): string =>
  value < 0 && NAMES[-value] !== undefined ? `-${NAMES[-value]}` : String(value);
