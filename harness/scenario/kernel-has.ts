// SPDX-License-Identifier: GPL-2.0-only
import type { Build } from "../compile/build-side.ts";

/** What was asked of each build. */
const known = new WeakMap<Build, Map<string, boolean>>();

/**
 * @param build a side that is built
 * @param name of a function or a struct
 * @returns whether kernel code that runs there knows it
 */
export function kernelHas(build: Build, name: string): boolean {
  const asked = known.get(build) ?? new Map<string, boolean>();
  known.set(build, asked);
  const has = asked.get(name) ?? isNamed(build, name);
  asked.set(name, has);
  return has;
}

const isNamed = ({ texts }: Build, name: string): boolean =>
  [...texts].some(([path, text]) => !path.startsWith("csrc/") && new RegExp(`\\b${name}\\b`).test(text));
