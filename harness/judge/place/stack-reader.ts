// SPDX-License-Identifier: GPL-2.0-only
import { lineOf } from "../../base/line-of.ts";
import { type Frame, framesOf } from "../../guest/stack.ts";
import type { Place } from "../verdict/finding.ts";
import { placeOfFrames, type SideText, whoDidIt } from "./locate.ts";
import { patchLines } from "./patch-lines.ts";

/** A C stack of one side, read. */
export interface ReadStack {
  /** Frames of the kernel under test, innermost first. */
  readonly frames: readonly Frame[];
  readonly place: Place;
  /** Functions, innermost first: how the kernel came there, whatever the lines. */
  readonly path: readonly string[];
  /** The function that says most (whoDidIt). */
  readonly function: string;
  /** The innermost line, in words that an inserted line does not change. */
  readonly code: string;
}

/** @returns the kernel function that a model stands for, where no other of the kernel's is on the stack */
const modelIn = (frames: readonly Frame[]): string =>
  frames.find((frame) => !frame.function.startsWith("hb_"))?.function ?? "";

/** Reads the C stacks of one side: the same few come again and again. */
export class StackReader {
  readonly #text: SideText;
  readonly #known = new Map<string, ReadStack>();
  #lines: ReadonlyMap<string, readonly number[]> | null = null;
  /** Changed functions, by kernel path. */
  readonly #changed = new Map<string, ReadonlySet<string>>();

  constructor(text: SideText) {
    this.#text = text;
  }

  /** @param stack the engine's stack text; empty if none was captured */
  read(stack: string): ReadStack {
    const known = this.#known.get(stack) ?? this.#parse(stack);
    this.#known.set(stack, known);
    return known;
  }

  /** @returns whether the patch changes the function that a frame is in: adds to it or takes from it */
  isChangedFunction({ file, function: name }: Frame): boolean {
    let changed = this.#changed.get(file);
    if (changed === undefined) {
      const { view, lines } = this.#text;
      changed = lines.functionsAt(file, view.changed.get(file) ?? []);
      this.#changed.set(file, changed);
    }
    return changed.has(name);
  }

  /** @returns whether the patch itself adds, or takes away, the line that a frame is at */
  isChangedLine({ file, line }: Frame): boolean {
    this.#lines ??= patchLines(this.#text.placed, this.#text.isOld);
    return this.#lines.get(file)?.includes(line) === true;
  }

  #parse(stack: string): ReadStack {
    const all = framesOf(stack, this.#text.lines);
    const frames = all.filter(({ file }) => !file.startsWith("csrc/"));
    const inC = whoDidIt(frames);
    return {
      frames,
      place: placeOfFrames(all, this.#text),
      path: frames.map((frame) => frame.function),
      function: inC?.function ?? modelIn(all),
      code: inC === undefined ? "" : lineOf(this.#text.view, inC.file, inC.line),
    };
  }
}
