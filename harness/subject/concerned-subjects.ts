// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from "./subject.ts";
import { SUBJECTS } from "./subjects.ts";

/**
 * The subjects that a patch concerns: all that the kernel has, but for those that have no part in any of its files, each
 * being another's own. Who calls what stands in a file that nobody has to himself, only a run can tell.
 *
 * @param touched kernel paths
 * @param isThere whether the kernel has a file, before or after
 */
export function concernedSubjects(
  touched: readonly string[],
  isThere: (path: string) => boolean,
): readonly Subject[] {
  const isOthers = (path: string, subject: Subject): boolean =>
    !has(subject, path) && SUBJECTS.some((other) => other !== subject && other.files.includes(path));
  return SUBJECTS.filter(
    (subject) => sourcesOf(subject).some(isThere) && touched.some((path) => !isOthers(path, subject)),
  );
}

const has = ({ files, standsOn }: Subject, path: string): boolean =>
  files.includes(path) || standsOn.includes(path);

/** What is compiled of it: its own files, or, of what all stand on, that. */
function sourcesOf({ files, standsOn }: Subject): readonly string[] {
  const own = files.filter((path) => path.endsWith(".c"));
  return own.length > 0 ? own : standsOn;
}
