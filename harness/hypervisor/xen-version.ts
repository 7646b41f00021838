// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import { XENVER } from "./constants.ts";
import { UnmodelledCall } from "./unmodelled-call.ts";

/** The Xen whose answers were recorded. */
const [MAJOR, MINOR] = [4, 17];

/** The last sub-operation that Xen 4.17 has (public header version.h). */
const LAST_OP = 10;

/**
 * HYPERVISOR_xen_version (Xen: do_xen_version).
 *
 * @returns of XENVER_version, major and minor in 16 bits each; -ENOSYS for a sub-operation that Xen does not have
 * @throws UnmodelledCall for any other that it has
 */
export function xenVersion(cmd: number): number {
  if (cmd === XENVER.version) return (MAJOR << 16) | MINOR;
  if (cmd >= 0 && cmd <= LAST_OP) throw new UnmodelledCall("xen_version", String(cmd));
  return -ERRNO.ENOSYS;
}
