// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../abi/errno.ts";
import { XENVER } from "./constants.ts";

/** The Xen whose answers were recorded. */
const [MAJOR, MINOR] = [4, 17];

/** HYPERVISOR_xen_version (Xen: do_xen_version). @returns of XENVER_version, major and minor in 16 bits each; else -ENOSYS */
export const xenVersion = (cmd: number): number =>
  cmd === XENVER.version ? (MAJOR << 16) | MINOR : -ERRNO.ENOSYS;
