// SPDX-License-Identifier: GPL-2.0-only
import { PatchError } from "./patch-error.ts";

/** A text with no diff in it and no trace of one: a cover letter, an answer. */
export class NoPatchError extends PatchError {}
