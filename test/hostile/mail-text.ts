// SPDX-License-Identifier: GPL-2.0-only

/** What of a mail a recipe chooses. */
export interface MailParts {
  readonly subject?: string;
  readonly from?: string;
  readonly id?: string;
  /** Further lines of the header. */
  readonly headers?: readonly string[];
  readonly text?: string;
}

/** @returns a mail as a list would send it */
export function mailText(diff: string, parts: MailParts = {}): string {
  return [
    `From: ${parts.from ?? "A Stranger <stranger@example.org>"}`,
    `Subject: [PATCH] ${parts.subject ?? "xen: a small improvement"}`,
    `Message-ID: <${parts.id ?? "hostile@example.org"}>`,
    "Date: Mon, 1 Jan 2024 00:00:00 +0000",
    ...(parts.headers ?? []),
    "",
    parts.text ?? "A change that comes by mail.",
    "---",
    diff,
  ].join("\n");
}
