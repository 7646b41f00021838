// SPDX-License-Identifier: GPL-2.0-only
import { GNTDEV } from "./gntdev/subject.ts";
import { GRANTS } from "./grants/subject.ts";
import { PRIVCMD } from "./privcmd/subject.ts";
import type { Subject } from "./subject.ts";

/** All subjects, in the order in which they are listed. */
const ALL = [GNTDEV, GRANTS, PRIVCMD] as const;

export const SUBJECTS: readonly Subject[] = ALL;

/** Kinds of steps that subjects have of their own. */
export type SubjectStep = (typeof ALL)[number]["steps"][number];
export const SUBJECT_STEPS: readonly SubjectStep[] = ALL.flatMap(({ steps }): SubjectStep[] => steps);
