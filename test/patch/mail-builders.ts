// SPDX-License-Identifier: GPL-2.0-only

/** A diff of one hunk for a file of our own invention. */
export const DIFF = [
  "diff --git a/lib/cup.c b/lib/cup.c",
  "--- a/lib/cup.c",
  "+++ b/lib/cup.c",
  "@@ -1,2 +1,2 @@",
  " int cup;",
  "-int spoon;",
  "+int fork;",
  "",
].join("\n");

/** A mail with these further header lines and this text. */
export function mail(subject: string, body: string, ...header: string[]): string {
  return ["From: Tess Kettle <tess@example.org>", `Subject: ${subject}`, ...header, "", body].join("\n");
}

/** Text as the parser takes it. */
export function bytes(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}
