// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from "./subject.ts";
import { SUBJECTS } from "./subjects.ts";

/**
 * The subjects that a patch concerns: all but those that have no part in any of its files, each being another's own. Who
 * calls what stands in a file that nobody has to himself, only a run can tell.
 *
 * @param touched kernel paths
 */
export function concernedSubjects(touched: readonly string[]): readonly Subject[] {
  const isOthers = (path: string, subject: Subject): boolean =>
    !has(subject, path) && SUBJECTS.some((other) => other !== subject && other.files.includes(path));
  return SUBJECTS.filter((subject) => touched.some((path) => !isOthers(path, subject)));
}

const has = ({ files, standsOn }: Subject, path: string): boolean =>
  files.includes(path) || standsOn.includes(path);
