// SPDX-License-Identifier: GPL-2.0-only
import { many } from "../base/many.ts";
import { listWords } from "./list-words.ts";

/**
 * Grants in words: `grant 8 of domain 1`, `3 grants of domain 1: 8, 9, 10`; of several domains, `2 grants: 1:8, 2:9`.
 *
 * @param grants domain and reference of each
 */
export function grantWords(grants: readonly (readonly [number, number])[]): string {
  const domains = new Set(grants.map(([domain]) => domain));
  if (grants.length === 1) return `grant ${grants[0]![1]} of domain ${grants[0]![0]}`;
  const count = many(grants.length, "grant");
  if (domains.size > 1) return `${count}: ${listWords(grants.map(([domain, ref]) => `${domain}:${ref}`))}`;
  return `${count} of domain ${[...domains][0]}: ${listWords(grants.map(([, ref]) => ref))}`;
}
