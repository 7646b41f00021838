// SPDX-License-Identifier: GPL-2.0-only
import { isUtf8 } from "node:buffer";

/** Lines that remember where in the input they came from. */
export interface SourceText {
  /** Name of the input, for errors. */
  readonly file: string;
  /** Without line ends. */
  readonly lines: readonly string[];
  /** Input line of each entry of `lines`, from 1. */
  readonly numbers: ArrayLike<number>;
}

/** Splits bytes into lines, one character a byte, so that nothing is lost before charsets are known. */
export function rawText(input: Uint8Array, file: string): SourceText {
  const text = Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString("latin1");
  // A byte order mark, which some editors write, would hide the first header.
  const lines = splitLines(text.startsWith("\u00ef\u00bb\u00bf") ? text.slice(3) : text);
  return { file, lines, numbers: Uint32Array.from(lines, (_, i) => i + 1) };
}

/** Splits at LF; a final LF ends the last line and does not begin another. */
export function splitLines(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The lines from `from` up to but without `to`. */
export function sliceText(text: SourceText, from: number, to = text.lines.length): SourceText {
  const numbers: number[] = [];
  const end = Math.min(to, text.lines.length);
  for (let i = from; i < end; i++) numbers.push(text.numbers[i] ?? 0);
  return { file: text.file, lines: text.lines.slice(from, to), numbers };
}

/** Input line of entry `index`; past the end, that of the last line. */
export function lineAt(text: SourceText, index: number): number {
  if (text.numbers.length === 0) return 0;
  return text.numbers[Math.min(index, text.numbers.length - 1)] ?? 0;
}

/** Turns one-character-a-byte lines into real text: UTF-8 if they are valid UTF-8, else Latin-1. */
export function decodeText(text: SourceText): SourceText {
  const bytes = Buffer.from(text.lines.join("\n"), "latin1");
  if (!isUtf8(bytes)) return text;
  const decoded = bytes.toString("utf8").split("\n");
  return { file: text.file, lines: text.lines.length === 0 ? [] : decoded, numbers: text.numbers };
}

/** Takes the CR off every line if the lines that structure a diff end with one. */
export function stripTransportCr(text: SourceText): SourceText {
  const marker = text.lines.find((line) => /^(?:@@ -|diff |--- |Index: )/.test(line)) ?? text.lines[0];
  if (marker === undefined || !marker.endsWith("\r")) return text;
  const lines = text.lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  return { file: text.file, lines, numbers: text.numbers };
}
