// SPDX-License-Identifier: GPL-2.0-only

import { parseLogCommit } from "../log/parse-log-commit.ts";
import { splitLog } from "../log/split-log.ts";
import { PatchError } from "../patch-error.ts";
import { decodeText, lineAt, type SourceText, sliceText, stripTransportCr } from "../source-text.ts";
import { decodeLeaf } from "./decode-leaf.ts";
import { detectKind, firstFilled, headerEnd } from "./detect-kind.ts";
import type { Mail, MailHeader } from "./mail.ts";
import { parseHeader } from "./parse-header.ts";
import { isMboxLine, splitMbox } from "./split-mbox.ts";
import { type Leaf, splitMime } from "./split-mime.ts";
import { splitPage } from "./split-page.ts";

const DEEPEST = 8;
const MOST_MAILS = 10_000;
const NO_HEADER: MailHeader = {
  ...{ from: null, subject: "", date: null, messageId: null, inReplyTo: null },
  ...{ references: [], recipients: [] },
};

/** Finds every mail in a text (one character a byte), those inside of mails included, outer ones first. */
export async function collectMails(text: SourceText, depth = 0): Promise<Mail[]> {
  if (depth > DEEPEST) {
    const hint = "send the patch as the text of a mail or as one attachment";
    throw new PatchError(text.file, lineAt(text, 0), `mails are nested deeper than ${DEEPEST}`, hint);
  }
  const kind = detectKind(text);
  if (kind === "text") {
    refuseThreadPage(text);
    const part = stripTransportCr(decodeText(text));
    return [{ header: NO_HEADER, parts: [part], onlyHtml: false, line: lineAt(text, 0), commit: null }];
  }
  if (kind === "page") return collectPage(text, depth);
  const mails: Mail[] = [];
  const split = kind === "log" ? splitLog(text, firstFilled(text)) : splitMbox(text);
  if (split.length > MOST_MAILS) {
    const hint = "give only the mails of the series under test";
    throw new PatchError(
      text.file,
      lineAt(text, 0),
      `holds more than ${MOST_MAILS} ${kind === "log" ? "commits" : "mails"}`,
      hint,
    );
  }
  if (kind === "log") return split.map(parseLogCommit);
  for (const mail of split) mails.push(...(await collectMail(mail, depth)));
  return mails;
}

/** An archive's page of a whole thread shows no Message-IDs, and often two revisions of a patch: no patch to rely on. */
function refuseThreadPage(text: SourceText): void {
  const at = text.lines.findIndex((line) => /^From: .{1,500} @ \d{4}-\d\d-\d\d .*\(permalink/.test(line));
  if (at === -1) return;
  const hint = "save the page of the one patch, or the thread as mbox";
  throw new PatchError(text.file, lineAt(text, at), "is the page of a whole thread", hint);
}

async function collectPage(text: SourceText, depth: number): Promise<Mail[]> {
  const page = splitPage(text);
  const parts: SourceText[] = [];
  const inner: Mail[] = [];
  for (const [i, part] of page.parts.entries()) {
    const nested = i === 0 ? null : asMails(part);
    if (nested === null) parts.push(stripTransportCr(decodeText(part)));
    else inner.push(...(await collectMails(nested, depth + 1)));
  }
  const header = await parseHeader(page.header);
  return [{ header, parts, onlyHtml: false, line: lineAt(page.header, 0), commit: null }, ...inner];
}

async function collectMail(text: SourceText, depth: number): Promise<Mail[]> {
  const mail = sliceText(text, firstFilled(text));
  const header = await parseHeader(sliceText(mail, 0, headerEnd(mail, 0)));
  const leaves = splitMime(mail);
  const plain = leaves.filter((leaf) => leaf.type !== "text/html" && (isText(leaf) || isMail(leaf)));
  const parts: SourceText[] = [];
  const inner: Mail[] = [];
  for (const [i, leaf] of plain.entries()) {
    const forwarded = isMail(leaf) && leaf.encoding === "identity";
    const part = forwarded ? leaf.body : await decodeLeaf(leaf);
    const nested = i === 0 && leaf.type === "text/plain" && !leaf.attachment ? null : asMails(part);
    if (nested !== null) inner.push(...(await collectMails(forwarded ? nested : toRaw(nested), depth + 1)));
    else if (isWanted(leaf, part)) parts.push(part);
  }
  const onlyHtml = plain.length === 0 && leaves.some((leaf) => leaf.type === "text/html");
  return [{ header, parts, onlyHtml, line: lineAt(text, 0), commit: null }, ...inner];
}

/** Attachments whose type may be text. */
function isText(leaf: Leaf): boolean {
  return leaf.type.startsWith("text/") || leaf.type === "application/octet-stream" || isNamedPatch(leaf);
}

function isNamedPatch(leaf: Leaf): boolean {
  const patchType = /^application\/(?:x-patch|x-diff|mbox)$/.test(leaf.type);
  return patchType || /\.(?:patch|diff|mbox|eml)$/i.test(leaf.filename ?? "");
}

function isMail(leaf: Leaf): boolean {
  return leaf.type === "message/rfc822";
}

/** Pictures and archives travel as octet-stream too: they hold NUL bytes and are passed over. */
function isWanted(leaf: Leaf, part: SourceText): boolean {
  const binary = leaf.type === "application/octet-stream" && !isNamedPatch(leaf);
  return !(binary && part.lines.some((line) => line.includes("\0")));
}

/** The text as mails if it is an mbox or a mail, else null. Its first `From ` may still be quoted. */
function asMails(text: SourceText): SourceText | null {
  const first = firstFilled(text);
  const line = text.lines[first] ?? "";
  if (line.startsWith(">") && isMboxLine(line.slice(1).trimEnd())) {
    const lines = text.lines.slice(first);
    lines[0] = line.slice(1);
    return { ...sliceText(text, first), lines };
  }
  const kind = detectKind(text);
  return kind === "mbox" || kind === "mail" ? text : null;
}

/** Back to one character a byte, as UTF-8. */
function toRaw(text: SourceText): SourceText {
  return { ...text, lines: text.lines.map((line) => Buffer.from(line, "utf8").toString("latin1")) };
}
