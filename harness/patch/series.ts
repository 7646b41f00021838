// SPDX-License-Identifier: GPL-2.0-only
import type { FilePatch } from "./diff/file-patch.ts";

/** Who wrote a patch. The name is empty when the mail gives only an address. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** What a mail says about itself, header and in-body header taken together. */
export interface MailInfo {
  /** Without `Re:` and without the leading `[...]` groups. */
  readonly subject: string;
  /** The groups taken off, as written: `[PATCH v2 3/7]`. Empty if there were none. */
  readonly prefix: string;
  readonly author: Author | null;
  /** ISO 8601 where the header can be read as a date, otherwise as written. */
  readonly date: string | null;
  /** Without angle brackets. */
  readonly messageId: string | null;
  /** Without angle brackets. */
  readonly inReplyTo: string | null;
  /** The mails before it in its thread, oldest first, without angle brackets. */
  readonly references: readonly string[];
  /** Whom it went to, To and Cc: an answer goes there too. */
  readonly recipients: readonly Author[];
  /** From `v2` in the prefix; 1 if it has none. */
  readonly version: number;
  /** From `3/7` in the prefix; 1 of 1 if it has none. A cover letter is number 0. */
  readonly number: number;
  readonly total: number;
  /** The text before the `---` line or the diff. */
  readonly description: string;
  /** First line of the mail in the input, from 1. */
  readonly line: number;
}

/** One patch of a series. */
export interface Patch extends MailInfo {
  /** From a `base-commit:` line. */
  readonly baseCommit: string | null;
  /** The mainline commit a backport names, in any of the usual three ways. */
  readonly upstreamCommit: string | null;
  /** In the order of the mail. At least one. */
  readonly files: readonly FilePatch[];
}

/** What one input holds: patches in the order in which they apply. */
export interface Series {
  /** The name given to the parser, usually the file name. */
  readonly name: string;
  readonly cover: MailInfo | null;
  readonly patches: readonly Patch[];
  /** Numbers that `n/total` promises and the input does not hold. */
  readonly missing: readonly number[];
  /** What the user should know of how the input was read. */
  readonly notices: readonly string[];
}
