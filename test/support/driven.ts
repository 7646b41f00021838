// SPDX-License-Identifier: GPL-2.0-only
import { drivenFiles } from "../../harness/subject/driven-files.ts";
import { SUBJECTS } from "../../harness/subject/subjects.ts";

/** The files of all subjects. */
export const DRIVEN = drivenFiles(SUBJECTS.map(({ name }) => name));
