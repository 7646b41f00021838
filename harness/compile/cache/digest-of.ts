// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";

/** @returns 32 hexadecimal digits, equal only for equal parts in the same order */
export function digestOf(parts: readonly string[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(`${part}\0`);
  return digest.digest("hex").slice(0, 32);
}
