// SPDX-License-Identifier: GPL-2.0-only
import PostalMime from "postal-mime";
import { shorten } from "../diff/parse-hunk.ts";
import { PatchError } from "../patch-error.ts";
import { decodeText, lineAt, type SourceText, sliceText, splitLines } from "../source-text.ts";
import type { Leaf } from "./split-mime.ts";

/** Undoes transfer encoding, charset and format=flowed of a leaf; every line keeps its line of the input. */
export async function decodeLeaf(leaf: Leaf): Promise<SourceText> {
  const text = await undoEncoding(leaf);
  return leaf.flowed ? joinFlowed(text, leaf.delsp) : text;
}

async function undoEncoding(leaf: Leaf): Promise<SourceText> {
  const body = leaf.encoding === "base64" ? checkBase64(leaf.body) : stripCr(leaf.body);
  const charset = leaf.charset?.toLowerCase() ?? null;
  const ascii = charset === null || charset === "us-ascii" || charset === "utf-8" || charset === "utf8";
  if (leaf.encoding === "identity" && ascii) return decodeText(body);
  const bytes = bytesOf(leaf, body);
  let text = await decode(bytes, body, charset ?? "utf-8");
  // Mailers that declare no charset, or the wrong one, mostly mean the old Western European one.
  if (ascii && text.includes("\ufffd")) text = await decode(bytes, body, "windows-1252");
  const lines = splitLines(text.replaceAll("\r\n", "\n"));
  return { file: body.file, lines, numbers: lineNumbers(leaf, body, lines.length) };
}

/** The bytes of a body, its transfer encoding undone; each line ends with LF. */
function bytesOf({ encoding }: Leaf, { lines }: SourceText): Buffer {
  if (encoding === "base64") return Buffer.from(lines.join(""), "base64");
  const text = `${lines.join("\n")}\n`;
  if (encoding === "identity") return Buffer.from(text, "latin1");
  const plain = text.replaceAll(/=(?:\n|([0-9A-Fa-f]{2}))/g, (_, hex: string | undefined) =>
    hex === undefined ? "" : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(plain, "latin1");
}

/**
 * The text that bytes stand for, as postal-mime knows charsets. They are given to it as one line of base64: of each line of
 * any other encoding it makes an object, which takes most of a minute for four million of them.
 */
async function decode(bytes: Buffer, body: SourceText, charset: string): Promise<string> {
  const type = `Content-Type: text/plain; charset=${/^[\w.:+-]{1,60}$/.test(charset) ? charset : "utf-8"}`;
  const encoded = `${type}\nContent-Transfer-Encoding: base64\n\n${bytes.toString("base64")}\n`;
  try {
    return (await PostalMime.parse(encoded)).text ?? "";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PatchError(body.file, lineAt(body, 0), `mail body: ${reason}`, "the input is no usual mail");
  }
}

/** Joins the soft line breaks of RFC 3676. Not left to postal-mime, whose joining is quadratic and forgets lines. */
function joinFlowed(text: SourceText, delsp: boolean): SourceText {
  const lines: string[] = [];
  const numbers: number[] = [];
  let pieces: string[] = [];
  for (const [i, raw] of text.lines.entries()) {
    const line = raw.startsWith(" ") ? raw.slice(1) : raw;
    if (pieces.length === 0) numbers.push(lineAt(text, i));
    const soft = line.endsWith(" ") && line !== "-- " && i + 1 < text.lines.length;
    pieces.push(soft && delsp ? line.slice(0, -1) : line);
    if (soft) continue;
    lines.push(pieces.join(""));
    pieces = [];
  }
  return { file: text.file, lines, numbers };
}

/** Mail lines end with CR LF on the wire. */
function stripCr(text: SourceText): SourceText {
  return { ...text, lines: text.lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line)) };
}

/** The base64 lines up to the padding; what list software appends after it is no part of the body. */
function checkBase64(text: SourceText): SourceText {
  let digits = 0;
  let end = text.lines.length;
  for (const [i, line] of text.lines.entries()) {
    const match = /^([A-Za-z0-9+/]*)(={0,2})\s*$/.exec(line);
    if (match === null) {
      if (digits > 0 && digits % 4 === 0 && (text.lines[i - 1] ?? "").trim() === "") {
        end = i;
        break;
      }
      const message = `is no base64: ${shorten(line)}`;
      throw new PatchError(
        text.file,
        lineAt(text, i),
        message,
        "the mail was damaged on its way: fetch it again",
      );
    }
    digits += match[1]!.length + match[2]!.length;
    if (match[2] !== "") {
      end = i + 1;
      break;
    }
  }
  if (digits % 4 === 0) return sliceText(text, 0, end);
  throw new PatchError(
    text.file,
    lineAt(text, end - 1),
    `base64 text is cut off: ${digits} digits are no multiple of four`,
    "the mail or the download is incomplete: fetch it again",
  );
}

/** Input line of each decoded line, from what every encoded line contributes. */
function lineNumbers(leaf: Leaf, body: SourceText, count: number): number[] {
  const numbers: number[] = [];
  if (leaf.encoding === "base64") {
    let pending = "";
    let open = true;
    for (const [i, line] of body.lines.entries()) {
      pending += line.trim();
      const whole = pending.length - (pending.length % 4);
      for (const byte of Buffer.from(pending.slice(0, whole), "base64")) {
        if (open) numbers.push(lineAt(body, i));
        open = byte === 0x0a;
      }
      pending = pending.slice(whole);
    }
  } else {
    const quoted = leaf.encoding === "quoted-printable";
    let fresh = true;
    for (const [i, line] of body.lines.entries()) {
      if (fresh) numbers.push(lineAt(body, i));
      const breaks = quoted ? (line.match(/=0A/gi)?.length ?? 0) : 0;
      for (let n = 0; n < breaks; n++) numbers.push(lineAt(body, i));
      fresh = !(quoted && line.endsWith("="));
    }
  }
  while (numbers.length < count) numbers.push(lineAt(body, body.lines.length));
  return numbers.slice(0, count);
}
