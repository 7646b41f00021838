// SPDX-License-Identifier: GPL-2.0-only
import { GuestFault } from "../hypervisor/guest-fault.ts";
import { UnmodelledCall } from "../hypervisor/unmodelled-call.ts";
import { TraceFull } from "../machine/trace.ts";
import { GuestDied, STACK_OVERFLOW } from "./guest-died.ts";
import { isTooDeep } from "./stack.ts";
import { trapText } from "./trap.ts";

/**
 * @param error what was thrown out of kernel code
 * @param module the module that it came out of
 * @returns what a kernel would have said
 * @throws what is no affair of the kernel's
 */
export function howItDied(error: unknown, module: Uint8Array): GuestDied {
  const isHang = error instanceof TraceFull || (error instanceof GuestDied && error.death === "hang");
  if (isHang && isTooDeep(error)) return new GuestDied("oops", STACK_OVERFLOW);
  if (error instanceof GuestDied) return error;
  if (error instanceof UnmodelledCall) return new GuestDied("unmodelled", `${error.message} called`);
  if (error instanceof GuestFault) return new GuestDied("oops", error.message);
  if (error instanceof TraceFull)
    return new GuestDied("hang", `the kernel does not come back: ${error.message}`);
  return explainTrap(error, module);
}

/** What a kernel would have said where WebAssembly trapped. */
function explainTrap(error: unknown, module: Uint8Array): GuestDied {
  if (error instanceof RangeError) return new GuestDied("oops", STACK_OVERFLOW);
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  return new GuestDied("oops", trapText(error.stack ?? "", module));
}
