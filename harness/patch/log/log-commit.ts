// SPDX-License-Identifier: GPL-2.0-only

/** What git prints above the diff of a commit. */
export interface LogCommit {
  /** As printed, perhaps abbreviated. */
  readonly id: string;
  readonly isMerge: boolean;
  /** The message without its indentation: no line of it is part of a diff, however it reads. */
  readonly message: string;
}
