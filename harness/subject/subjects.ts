// SPDX-License-Identifier: GPL-2.0-only
import { GNTDEV } from "./gntdev/subject.ts";
import { GRANTS } from "./grants/subject.ts";
import { PRIVCMD } from "./privcmd/subject.ts";
import type { Subject } from "./subject.ts";

/** All subjects, in the order in which they are listed. Their steps are in step-kinds.ts. */
export const SUBJECTS: readonly Subject[] = [GNTDEV, GRANTS, PRIVCMD];
