// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding } from "../../gate/gate-report.ts";

/** `user-map-one-page, step 3 and 11 more scenarios; x86_64, x86_32-pae`. */
export function seenText({ seen }: GateFinding): string {
  const [first] = seen;
  if (first === undefined) return "";
  const more = new Set(seen.map(({ scenario }) => scenario)).size - 1;
  const many = more === 0 ? "" : ` and ${more} more scenario${more === 1 ? "" : "s"}`;
  const configs = [...new Set(seen.map(({ config }) => config))].join(", ");
  return `${first.scenario}, step ${first.step}${many}; ${configs}`;
}
