// SPDX-License-Identifier: GPL-2.0-only
import type { LogCommit } from "../log/log-commit.ts";
import type { Author } from "../series.ts";
import type { SourceText } from "../source-text.ts";

/** The fields of a mail header that matter here, decoded. */
export interface MailHeader {
  readonly from: Author | null;
  readonly subject: string;
  readonly date: string | null;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** As in MailInfo. */
  readonly references: readonly string[];
  readonly recipients: readonly Author[];
}

/** A mail with its transport encodings undone. */
export interface Mail {
  readonly header: MailHeader;
  /** The text, and after it every attachment that is text, in order. */
  readonly parts: readonly SourceText[];
  /** True if the mail had HTML where a text should be. */
  readonly onlyHtml: boolean;
  /** First line of the mail in the input, from 1. */
  readonly line: number;
  /** What git show or git log printed is a commit and no mail; null for all else. */
  readonly commit: LogCommit | null;
}
