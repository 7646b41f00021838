// SPDX-License-Identifier: GPL-2.0-only
import { NEEDED_PARTS } from "./needed-parts.ts";

const PATTERN = new RegExp(
  `^(?:${NEEDED_PARTS.map((part) => part.replace(/[.+]/g, "\\$&").replace(/\*/g, ".*")).join("|")})$`,
);

/** @returns whether a kernel path is among NEEDED_PARTS */
export const isNeeded = (path: string): boolean => PATTERN.test(path);
