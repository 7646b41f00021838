// SPDX-License-Identifier: GPL-2.0-only
import type { Finding } from "../judge/finding.ts";

/** @returns the subject that a finding's signature holds */
export function subjectOf({ signature, invariant, place }: Finding): string {
  const tail = place.function === "" ? "" : ` in ${place.function}`;
  return signature.slice(invariant.length + 2, signature.length - tail.length);
}
