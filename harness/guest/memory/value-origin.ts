// SPDX-License-Identifier: GPL-2.0-only
import type { Heap } from "./heap.ts";
import { textAt } from "./text-at.ts";

/** Where a value that was never set comes from. */
export interface ValueOrigin {
  /** Equal for equal origins: no address, no number of a line. */
  readonly words: string;
  /** The events that made and freed the memory; absent for a variable, and for what was allocated at boot. */
  readonly object?: { readonly alloc: number; readonly free: number };
}

/** A variable on the stack, as the compiler describes it (harness/compile/lines/variable-names.ts). */
const VARIABLE = /^----(.*)@([^@]*)$/;

/** What the compiler calls the variables that it makes itself: no name in C has a dot. */
const TEMPORARY = /[^\w$]|^(?:tmp|saved_stack)$/;

/**
 * Names the origin that the shadow has of a value.
 *
 * @param origin as csrc/msan has it: the address of an object of the heap, or of a description; 0 if it is not known
 * @param heapStart what lies below is a description
 * @returns null for a value that comes from nowhere, as a constant of the compiler's does that stands for any
 */
export function valueOrigin(
  origin: number,
  u8: Uint8Array,
  heap: Heap,
  heapStart: number,
): ValueOrigin | null {
  if (origin === 0) return null;
  if (origin < heapStart) return variable(u8, origin);
  const found = heap.find(origin);
  if (found === null) return { words: "allocation" };
  return { words: "allocation", object: { alloc: found.event, free: found.freed } };
}

function variable(u8: Uint8Array, at: number): ValueOrigin | null {
  const text = textAt(u8, at);
  const [, name = "", fn = ""] = VARIABLE.exec(text) ?? [];
  if (fn === "") return null;
  // the tool's own functions stand where a process or the machine would
  if (fn.startsWith("hb_")) return { words: "variable of the caller" };
  if (name === "retval") return { words: `result of ${fn}` };
  if (TEMPORARY.test(name)) return { words: `temporary value of ${fn}` };
  return { words: `variable ${name} of ${fn}` };
}
