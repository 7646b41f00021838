// SPDX-License-Identifier: GPL-2.0-only
import { GRANTS } from "./grants/subject.ts";
import { SUBJECTS } from "./subjects.ts";

/**
 * @param names of subjects
 * @returns kernel paths of the files that a kernel needs for these to be driven, as far as it has them
 */
export function drivenFiles(names: Iterable<string>): readonly string[] {
  const wanted = new Set(names);
  const files = SUBJECTS.filter(({ name }) => wanted.has(name)).flatMap((one) => [
    ...one.files.filter((path) => path.endsWith(".c")),
    ...one.standsOn,
  ]);
  // without the port and the grant table, no kernel boots
  return [...new Set([...GRANTS.standsOn, ...files])].sort();
}
