// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { ERRNO } from "../../harness/abi/errno.ts";
import {
  DMOP,
  DOMID_INVALID,
  DOMID_SELF,
  EVTCHNOP,
  GNTCOPY,
  GNTMAP,
  GNTST,
  GNTTAB_CACHE,
  GNTTABOP,
  GTF,
  HYPERCALL,
  MMU,
  MMUEXT,
  RESOURCE,
  RESOURCE_ID_GRANT_TABLE,
  UVMF,
  XENMEM,
  XENVER,
} from "../../harness/hypervisor/constants.ts";
import { ABOUT_AT } from "../../harness/hypervisor/dm-op.ts";
import { structsOf } from "../../harness/hypervisor/structs.ts";
import { DOMID_XEN } from "../../harness/machine/frame-table.ts";
import { type Width, xenHeaders } from "./xen-headers.ts";

/** Our names with the headers' prefix, and those that the headers call otherwise. */
const named = (prefix: string, values: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(values).map(([name, value]) => [prefix + name, value]);

const upper = (values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]));

const { guest_avail0, ...mapFlags } = GNTMAP;
/** Xen gives neither of these to a guest. */
const { ENOTTY: _, EINTR: __, ...errnos } = ERRNO;

const CONSTANTS: readonly [string, number][] = [
  ...named("__HYPERVISOR_", HYPERCALL),
  ...named("GNTTABOP_", GNTTABOP),
  ...named("GNTMAP_", mapFlags),
  ["_GNTMAP_guest_avail0", guest_avail0],
  ...named("GTF_", GTF),
  ...named("GNTCOPY_", GNTCOPY),
  ...named("GNTTAB_CACHE_", upper(GNTTAB_CACHE)),
  ...named("GNTST_", GNTST),
  ...named("XEN_", errnos),
  ...named("EVTCHNOP_", EVTCHNOP),
  ["MMU_NORMAL_PT_UPDATE", MMU.normal_pt_update],
  ["MMU_MACHPHYS_UPDATE", MMU.machphys_update],
  ["MMU_PT_UPDATE_PRESERVE_AD", MMU.pt_update_preserve_ad],
  ["MMU_PT_UPDATE_NO_TRANSLATE", MMU.pt_update_no_translate],
  ...named("UVMF_", upper(UVMF)),
  ...named("MMUEXT_", upper(MMUEXT)),
  ...named("XENMEM_", XENMEM),
  ...named("XENMEM_resource_", RESOURCE),
  ...named("XENMEM_resource_grant_table_id_", RESOURCE_ID_GRANT_TABLE),
  ...named("XENVER_", XENVER),
  ...named("XEN_DMOP_", DMOP),
  ["offsetof(struct xen_dm_op, u)", ABOUT_AT],
  ["DOMID_SELF", DOMID_SELF],
  ["DOMID_XEN", DOMID_XEN],
  ["DOMID_INVALID", DOMID_INVALID],
];

/** The header's path to a field, where it is not our name for it. */
const FIELDS: Readonly<Record<string, string>> = {
  "copy.source": "source.u",
  "copy.source_domid": "source.domid",
  "copy.source_offset": "source.offset",
  "copy.dest": "dest.u",
  "copy.dest_domid": "dest.domid",
  "copy.dest_offset": "dest.offset",
  "cache_flush.dev_bus_addr": "a.dev_bus_addr",
  "mmuext_op.arg1": "arg1.linear_addr",
  "mmuext_op.arg2": "arg2.vcpumask",
};

/** All others are the grant table's. */
const STRUCTS: Readonly<Record<string, string>> = {
  mmu_update: "mmu_update",
  multicall_entry: "multicall_entry",
  mmuext_op: "mmuext_op",
  acquire_resource: "xen_mem_acquire_resource",
  dm_op_buf: "xen_dm_op_buf",
};

const structName = (name: string): string => `struct ${STRUCTS[name] ?? `gnttab_${name}`}`;

describe.each<Width>([64, 32])("Xen's public headers, %i bits", (width) => {
  const missing = xenHeaders.missing(width);

  test("every constant is the headers'", (context) => {
    if (missing !== null) return context.skip(missing);
    const values = xenHeaders.evaluate(
      width,
      CONSTANTS.map(([name]) => name),
    );
    expect(CONSTANTS.map(([name], i) => [name, values[i]])).toEqual(CONSTANTS);
  });

  test("every struct has the headers' size, and each field its place", (context) => {
    if (missing !== null) return context.skip(missing);
    const ours = Object.entries(structsOf(width === 64)).flatMap(([struct, layout]) =>
      Object.entries(layout).map(([field, value]): [string, number] => [
        field === "bytes"
          ? `sizeof(${structName(struct)})`
          : `offsetof(${structName(struct)}, ${FIELDS[`${struct}.${field}`] ?? field})`,
        value,
      ]),
    );
    const values = xenHeaders.evaluate(
      width,
      ours.map(([expression]) => expression),
    );
    expect(ours.map(([expression], i) => [expression, values[i]])).toEqual(ours);
  });
});
