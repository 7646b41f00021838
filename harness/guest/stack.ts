// SPDX-License-Identifier: GPL-2.0-only
import type { LineMap } from "../compile/lines/line-map.ts";

/** A C function on the stack. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Frames that are kept of a stack, the harness's innermost ones included; kernel code that is of interest is not deeper. */
const DEPTH = 24;

/** Frames that are looked at first: what the harness called the kernel from is mostly among them, and each one costs. */
const SHALLOW = 14;

/** Where a stack begins to be the harness and no longer the kernel. */
const PLUMBING = /^csrc\/(?:include\/hunkbox|asan|msan)\//;

/** What counts work: assembly, of which no line table tells (csrc/runtime/work.s). */
const COUNTER = "__sanitizer_cov_trace_pc";

const isPlumbing = (one: Frame): boolean => PLUMBING.test(one.file) || one.function === COUNTER;

/** The engine's view of a frame, as far as it is used. */
interface CallSite {
  getFileName(): string | null;
  /** Byte offset in the module, for WebAssembly. */
  getPosition(): number;
}

/** Whether the last stack was cut off before it came out of the kernel. */
let isCutOff = false;

/** The offset of each WebAssembly frame, innermost first. Names are looked up with the lines: the engine's are slow. */
function compact(_error: unknown, sites: readonly CallSite[]): string {
  let text = "";
  isCutOff = true;
  for (const site of sites) {
    const isKernel = site.getFileName()?.startsWith("wasm:") === true;
    if (isKernel) text += `${site.getPosition()} `;
    isCutOff = isKernel || text === "";
  }
  return text;
}

/** The C stack of this very call, in short: it is read only if somebody asks for its lines. Within keepingStacks only. */
export function captureStack(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Math.min(SHALLOW, stackTraceLimit);
  const shallow = new Error().stack ?? "";
  Error.stackTraceLimit = stackTraceLimit;
  return isCutOff ? (new Error().stack ?? "") : shallow;
}

/** The C stack of a trap that was caught, in the same form. Within keepingStacks only. */
export const stackOfTrap = (error: Error): string => (error.stack ?? "").split(" ").slice(0, DEPTH).join(" ");

/** How many frames tell a place from another: the sanitizer's own functions are thin. */
const SITE_FRAMES = 4;

/** Where the module called the harness from, as text that is equal for equal places. */
export const siteOfCall = (): string =>
  keepingStacks(captureStack).split(" ").slice(0, SITE_FRAMES).join(" ");

/** A frame of the module, as the engine writes it. */
const WASM_FRAME = /wasm-function\[\d+\]:0x[0-9a-f]+/g;

/** Calls within calls for which no kernel has room: its stack is 8 or 16 KiB, and a call takes 16 bytes at least. */
const TOO_DEEP = 1000;

/**
 * Whether an error came out of a recursion that a kernel's stack does not hold. How far one gets until the engine's own
 * stack ends, or the budget of a run, differs from machine to machine.
 *
 * @param error made by withWholeStack
 */
export function isTooDeep({ stack = "" }: Error): boolean {
  // within keepingStacks the text is the short form
  const frames = stack.match(WASM_FRAME)?.length ?? stack.split(" ").length;
  return frames > TOO_DEEP;
}

/** Has the engine give stacks in short form while a function runs. */
export function keepingStacks<T>(run: () => T): T {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.prepareStackTrace = compact as NonNullable<typeof Error.prepareStackTrace>;
  Error.stackTraceLimit = DEPTH;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    else Error.prepareStackTrace = prepareStackTrace;
  }
}

/**
 * The C stack behind a captured one, innermost first, without the thin wrappers around imports.
 *
 * @param text as captureStack or stackOfTrap gives it
 */
export function framesOf(text: string, lines: LineMap): Frame[] {
  const frames: Frame[] = [];
  for (const offset of text.split(" ")) {
    const places = offset === "" ? [] : lines.find(Number(offset));
    for (const place of places) if (!isPlumbing(place)) frames.push(place);
  }
  return frames;
}
