// SPDX-License-Identifier: GPL-2.0-only
import type { LineMap } from "../build/line-map.ts";

/** A C function on the stack. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

const WASM_FRAME = /at (?:([^\s(]+) \()?wasm:\/\/[^:]*:wasm-function\[\d+\]:0x([0-9a-f]+)/;

/** Where a stack begins to be the harness and no longer the kernel. */
const PLUMBING = /^(?:csrc\/include\/hunkbox\/|csrc\/runtime\/steps\.c)/;

/**
 * The C stack in an engine's stack text, innermost first, without the thin wrappers around imports.
 *
 * @param text Error.stack, as captured inside an import or from a trap
 */
export function framesOf(text: string, lines: LineMap): Frame[] {
  const frames: Frame[] = [];
  for (const row of text.split("\n")) {
    const match = WASM_FRAME.exec(row);
    if (match === null) continue;
    const place = lines.find(Number.parseInt(match[2]!, 16));
    if (place === null || PLUMBING.test(place.file)) continue;
    const name = (match[1] ?? "").replace(/^[^.]*\.wasm\./, "");
    frames.push({ function: name, file: place.file, line: place.line });
  }
  return frames;
}
