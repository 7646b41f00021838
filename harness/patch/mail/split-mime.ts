// SPDX-License-Identifier: GPL-2.0-only

import { PatchError } from "../patch-error.ts";
import { lineAt, type SourceText, sliceText } from "../source-text.ts";
import { headerEnd } from "./detect-kind.ts";

/** A part of a mail that has no parts itself; its body is still encoded, one character a byte. */
export interface Leaf {
  /** Lower case, without parameters: `text/plain`. */
  readonly type: string;
  readonly charset: string | null;
  readonly flowed: boolean;
  readonly delsp: boolean;
  readonly encoding: "identity" | "base64" | "quoted-printable";
  /** File name, if the part has one. */
  readonly filename: string | null;
  readonly attachment: boolean;
  readonly body: SourceText;
}

const DEEPEST = 20;
const MOST_PARTS = 1000;

/**
 * Finds the leaves of a mail. This is done here and not by postal-mime, which decodes the leaves, because the
 * parts have to know their lines in the input.
 */
export function splitMime(mail: SourceText): Leaf[] {
  const leaves: Leaf[] = [];
  walk(mail, 0, leaves);
  return leaves;
}

function walk(part: SourceText, depth: number, leaves: Leaf[]): void {
  const end = headerEnd(part, 0);
  const fields = readFields(sliceText(part, 0, end));
  const contentType = fields.get("content-type") ?? "text/plain";
  const type = (/^\s*([\w.+-]+\/[\w.+-]+)/.exec(contentType)?.[1] ?? "text/plain").toLowerCase();
  const body = sliceText(part, end + 1);
  const boundary = type.startsWith("multipart/") ? parameter(contentType, "boundary") : null;
  if (boundary !== null) {
    if (depth >= DEEPEST) {
      const hint = "send the patch as the text of a mail or as one attachment";
      throw new PatchError(part.file, lineAt(part, 0), `mail parts are nested deeper than ${DEEPEST}`, hint);
    }
    for (const child of splitAt(body, boundary)) walk(child, depth + 1, leaves);
    return;
  }
  if (leaves.length >= MOST_PARTS) {
    const hint = "send the patch as the text of a mail or as one attachment";
    throw new PatchError(part.file, lineAt(part, 0), `mail has more than ${MOST_PARTS} parts`, hint);
  }
  const disposition = fields.get("content-disposition") ?? "";
  leaves.push({
    type,
    charset: parameter(contentType, "charset"),
    flowed: parameter(contentType, "format")?.toLowerCase() === "flowed",
    delsp: parameter(contentType, "delsp")?.toLowerCase() === "yes",
    encoding: readEncoding(fields.get("content-transfer-encoding") ?? ""),
    filename: parameter(disposition, "filename") ?? parameter(contentType, "name"),
    attachment: /^\s*attachment/i.test(disposition),
    body,
  });
}

function splitAt(body: SourceText, boundary: string): SourceText[] {
  const children: SourceText[] = [];
  let start = -1;
  for (let i = 0; i < body.lines.length; i++) {
    const line = body.lines[i]!;
    if (!line.startsWith("--") || !line.startsWith(boundary, 2)) continue;
    const rest = line.slice(boundary.length + 2).trimEnd();
    if (rest !== "" && rest !== "--") continue;
    if (start !== -1) children.push(sliceText(body, start, i));
    start = i + 1;
    if (rest === "--") return children;
  }
  throw new PatchError(
    body.file,
    lineAt(body, body.lines.length),
    "multipart mail ends before its closing boundary",
    "the mail is incomplete: fetch it again",
  );
}

function readFields(header: SourceText): Map<string, string> {
  const fields = new Map<string, string>();
  let name = "";
  for (const line of header.lines) {
    if (/^[ \t]/.test(line)) {
      if (name.startsWith("content-")) fields.set(name, `${fields.get(name) ?? ""} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(":");
    const next = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    name = fields.has(next) ? "" : next;
    if (name.startsWith("content-")) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

function parameter(value: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}\\*?=(?:"([^"]*)"|([^\\s;]+))`, "i").exec(value.slice(0, 4000));
  return match === null ? null : (match[1] ?? match[2] ?? null);
}

function readEncoding(value: string): Leaf["encoding"] {
  if (/base64/i.test(value)) return "base64";
  return /quoted-printable/i.test(value) ? "quoted-printable" : "identity";
}
