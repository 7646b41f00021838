// SPDX-License-Identifier: GPL-2.0-only
import type { GitRepository } from "./git-repository.ts";

/** Whatever a repository's configuration says, the mail has one form. */
const FORM = [
  ...[
    "--stdout",
    "-1",
    "--no-attach",
    "--no-signature",
    "--no-thread",
    "--no-cover-letter",
    "--no-base",
    "--no-notes",
  ],
  ...[
    "--no-numbered",
    "--subject-prefix=PATCH",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--full-index",
  ],
  ...["--src-prefix=a/", "--dst-prefix=b/", "--unified=3", "--no-renames", "--no-stat", "--submodule=short"],
];

/** @returns a commit as a mail; empty if it changes no file */
export async function commitPatch(repository: GitRepository, commit: string): Promise<Buffer> {
  return await repository.run(["format-patch", ...FORM, commit]);
}
