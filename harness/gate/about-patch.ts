// SPDX-License-Identifier: GPL-2.0-only
import type { MailInfo, Patch } from "../patch/series.ts";
import type { GatePatch } from "./gate-report.ts";

/** What a mail says of itself. */
type About = Pick<
  GatePatch,
  "title" | "prefix" | "author" | "date" | "messageId" | "references" | "recipients" | "upstreamCommit"
>;

/**
 * What is said of the patches of one input: by its cover letter, or by its first mail.
 *
 * @param name the input's, for what no mail speaks for
 */
export function aboutPatch(cover: MailInfo | null, patches: readonly Patch[], name: string): About {
  const [first] = patches;
  const info = cover ?? first;
  return {
    // of several patches, the first does not speak for all
    title: (cover !== null || patches.length === 1 ? info?.subject : "") || name,
    prefix: info?.prefix ?? "",
    author: info?.author ?? null,
    date: info?.date ?? null,
    messageId: info?.messageId ?? null,
    references: threadOf(info),
    recipients: info?.recipients ?? [],
    upstreamCommit: first?.upstreamCommit ?? null,
  };
}

/** A mail that names its parent alone names the thread as far as it knows it. */
function threadOf(info: MailInfo | undefined): readonly string[] {
  if (info === undefined || info.references.length > 0) return info?.references ?? [];
  return info.inReplyTo === null ? [] : [info.inReplyTo];
}
