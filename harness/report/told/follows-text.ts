// SPDX-License-Identifier: GPL-2.0-only
import type { GateFinding } from "../../gate/gate-report.ts";
import { headlineOf } from "../../gate/headline.ts";
import type { ToldProblem } from "./tell-patch.ts";

/** Names of what follows from a problem, each once and all of them, seen most often first; empty if nothing does. */
export function followsText({ follows }: Pick<ToldProblem, "follows">): string {
  const places = new Map<string, string>();
  for (const one of follows) {
    const name = headlineOf(one);
    if (!places.has(name)) places.set(name, placeText(one));
  }
  return [...places].map(([name, place]) => `${name}${place}`).join(", ");
}

const placeText = ({ place: { line, file } }: GateFinding): string =>
  line === 0 ? "" : ` (${file}:${line})`;
