// SPDX-License-Identifier: GPL-2.0-only
import { DOMID_XEN } from "../machine/frame-table.ts";
import { DOMID_IO, DOMID_SELF } from "./constants.ts";
import type { Context } from "./context.ts";

/**
 * Whose frames a call that names a domain may map (Xen: get_pg_owner; recorded: fordom). The caller's own is DOMID_SELF alone: its
 * number is refused.
 *
 * @param dom as the call names it: a domain, DOMID_SELF, and for a domain with hardware DOMID_IO or DOMID_XEN
 * @returns the owner that a frame has to have; null for nobody that could be meant (-ESRCH)
 */
export function pageOwner({ machine }: Context, dom: number): number | null {
  if (dom === DOMID_SELF) return 0;
  if (machine.params.hardware && (dom === DOMID_IO || dom === DOMID_XEN)) return dom;
  return dom !== 0 && machine.hasDomain(dom) ? dom : null;
}
