// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import type { Vaddr } from "../machine/units.ts";
import type { Context } from "./context.ts";
import { updateVaMapping } from "./update-va-mapping.ts";

/**
 * HYPERVISOR_update_va_mapping_otherdomain: as update_va_mapping, for another domain's frames (Xen:
 * do_update_va_mapping_otherdomain; recorded: fordom.uvmo.*).
 * @param dom whose frames: a domain that is not the caller by its number, DOMID_SELF, DOMID_IO or DOMID_XEN
 * @returns -ESRCH for any other, else as update_va_mapping
 */
export const updateVaMappingOtherdomain = (
  context: Context,
  va: Vaddr,
  lo: number,
  hi: number,
  flags: number,
  dom: number,
): number => {
  const owner = context.pageOwner(dom);
  return owner < 0 ? -ERRNO.ESRCH : updateVaMapping(context, va, lo, hi, flags, owner);
};
