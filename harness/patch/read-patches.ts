// SPDX-License-Identifier: GPL-2.0-only

import { parseDiff } from "./diff/parse-diff.ts";
import type { Mail } from "./mail/mail.ts";
import { parseAuthor } from "./mail/parse-header.ts";
import { parseSubject } from "./mail/parse-subject.ts";
import { parseBody } from "./parse-body.ts";
import { PatchError } from "./patch-error.ts";
import type { MailInfo, Patch } from "./series.ts";
import { lineAt, type SourceText } from "./source-text.ts";
import { upstreamCommit } from "./upstream-commit.ts";

/** A mail's text gives one patch, and so does each attachment with a diff. */
export function readPatches(mail: Mail): Patch[] {
  const patches: Patch[] = [];
  const [first] = mail.parts;
  for (const part of mail.parts) {
    const files = parseDiff(part);
    if (files.length === 0) continue;
    refuseNul(part);
    const info = readInfo(mail, first);
    const body = parseBody(part);
    const main = first === undefined ? body : parseBody(first);
    patches.push({
      ...info,
      baseCommit: body.baseCommit ?? main.baseCommit,
      upstreamCommit:
        mail.commit === null
          ? (main.upstreamCommit ?? body.upstreamCommit)
          : upstreamCommit(mail.commit.message),
      files,
    });
  }
  return patches;
}

/** What a mail says about itself. @param text its first part */
export function readInfo(mail: Mail, text: SourceText | undefined): MailInfo {
  // a commit's message is indented, and what stands at the margin is none of it
  const body = text === undefined || mail.commit !== null ? null : parseBody(text);
  const from = body?.headers.get("from");
  const own =
    mail.commit === null
      ? parseSubject(mail.header.subject)
      : { subject: mail.header.subject, prefix: "", version: 1, number: 1, total: 1 };
  const inBody = body?.headers.get("subject");
  return {
    ...own,
    subject: inBody === undefined ? own.subject : parseSubject(inBody).subject,
    author: (from === undefined ? null : parseAuthor(from)) ?? mail.header.from,
    date: body?.headers.get("date") ?? mail.header.date,
    messageId: mail.header.messageId,
    inReplyTo: mail.header.inReplyTo,
    references: mail.header.references,
    recipients: mail.header.recipients,
    description: mail.commit?.message ?? body?.description ?? "",
    line: mail.line,
  };
}

function refuseNul(part: SourceText): void {
  const at = part.lines.findIndex((line) => line.includes("\0"));
  if (at === -1) return;
  throw new PatchError(
    part.file,
    lineAt(part, at),
    "holds a NUL byte",
    "a patch is text: give the mail itself",
  );
}
