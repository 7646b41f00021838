// SPDX-License-Identifier: GPL-2.0-only
import { GuestFault } from "../hypervisor/guest-fault.ts";
import { UnmodelledCall } from "../hypervisor/unmodelled-call.ts";
import { TraceFull } from "../machine/trace.ts";
import { GuestDied, STACK_OVERFLOW } from "./guest-died.ts";
import { isTooDeep } from "./stack.ts";

/**
 * @param error what was thrown out of kernel code
 * @returns what a kernel would have said
 * @throws what is no affair of the kernel's
 */
export function howItDied(error: unknown): GuestDied {
  const isHang = error instanceof TraceFull || (error instanceof GuestDied && error.death === "hang");
  if (isHang && isTooDeep(error)) return new GuestDied("oops", STACK_OVERFLOW);
  if (error instanceof GuestDied) return error;
  if (error instanceof UnmodelledCall) return new GuestDied("unmodelled", `${error.message} called`);
  if (error instanceof GuestFault) return new GuestDied("oops", error.message);
  if (error instanceof TraceFull)
    return new GuestDied("hang", `the kernel does not come back: ${error.message}`);
  return explainTrap(error);
}

/** What a kernel would say in place of an engine's words for a trap; the first that fits counts. */
const TRAPS: readonly (readonly [RegExp, string])[] = [
  // "table index is out of bounds", too
  [/table index|signature|null function/, "call through a bad function pointer"],
  [/out of bounds/, "unable to handle kernel paging request"],
  [/divide|remainder|integer overflow/, "divide error"],
];

/** What a kernel would have said where WebAssembly trapped: where code cannot get, a compiler puts an invalid opcode. */
function explainTrap(error: unknown): GuestDied {
  if (error instanceof RangeError) return new GuestDied("oops", STACK_OVERFLOW);
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  const said = TRAPS.find(([trap]) => trap.test(error.message))?.[1] ?? "invalid opcode";
  return new GuestDied("oops", said);
}
