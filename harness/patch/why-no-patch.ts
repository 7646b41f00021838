// SPDX-License-Identifier: GPL-2.0-only
import { isHunkHeader } from "./diff/parse-hunk.ts";
import type { Mail } from "./mail/mail.ts";
import { NoPatchError } from "./no-patch-error.ts";
import { PatchError } from "./patch-error.ts";
import { lineAt } from "./source-text.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
const COLORED = /^\u001b\[[\d;]{0,20}m(?:diff --git |commit [0-9a-f]{7})/;

/** Why an input holds no patch, as far as can be told. */
export function whyNoPatch(mails: readonly Mail[], name: string): PatchError {
  const line = mails[0]?.line ?? 0;
  const parts = mails.flatMap((mail) => mail.parts);
  if (
    parts.every((part) => part.lines.every((text) => text.trim() === "")) &&
    !mails.some((m) => m.onlyHtml)
  ) {
    return new PatchError(name, line, "holds no text", "give a mail, an mbox or a diff");
  }
  if (mails.some(({ commit }) => commit !== null)) {
    const hint = "git show and git log -p print the diffs too; of a merge, git log -p -m --first-parent does";
    return new PatchError(name, line, "holds commits without their diffs", hint);
  }
  if (mails.some((mail) => mail.onlyHtml)) {
    const hint = "HTML mail damages patches: ask for it as plain text, or as an attachment";
    return new PatchError(name, line, "holds no patch: the mail is HTML only", hint);
  }
  for (const part of parts) {
    const colored = part.lines.findIndex((text) => COLORED.test(text));
    if (colored !== -1) {
      const hint = "make it with --no-color, or without color.ui=always";
      return new PatchError(name, lineAt(part, colored), "is a diff with colour codes", hint);
    }
    const at = part.lines.findIndex((text) => /^(?:> ?)+(?:diff --git |@@ -\d)/.test(text));
    if (at !== -1) {
      const hint = "give the mail that is replied to";
      return new PatchError(name, lineAt(part, at), "holds no patch: the mail only quotes one", hint);
    }
    const orphan = part.lines.findIndex((text) => isHunkHeader(text));
    if (orphan !== -1) {
      const hint = "a hunk has to follow --- and +++ lines or another hunk of its file";
      return new PatchError(name, lineAt(part, orphan), "hunk without a file header", hint);
    }
  }
  return new NoPatchError(
    name,
    line,
    "holds no patch",
    "give a mail, an mbox or a diff with diff --git or --- and +++ lines",
  );
}
