// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, test } from "vitest";
import { ERRNO } from "../../harness/abi/errno.ts";
import {
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
  UVMF,
} from "../../harness/hypervisor/constants.ts";
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
};

const structName = (name: string): string =>
  name === "mmu_update" || name === "multicall_entry" ? `struct ${name}` : `struct gnttab_${name}`;

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
