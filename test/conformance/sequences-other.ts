// SPDX-License-Identifier: GPL-2.0-only
import { GNTMAP, GNTTABOP } from "../../harness/hypervisor/constants.ts";
import { gref, domid as toDomid } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import { argStructs } from "./arg-structs.ts";
import { BUFFER, type Rig } from "./rig.ts";
import type { Sequences } from "./sequences.ts";
import { show } from "./show.ts";

/** Entries of the version 2 steps, with the pages that the recording's first look shows. */
const V2_REF = 100;
const V2_PAGE = 0x7_67a4;

/** @returns an entry as flags/domid/frame; the recorder wrote version 2 entries' frames with 0x. */
const entry = (rig: Rig, ref: number, prefix: "" | "0x"): string => {
  const { flags, domid, frame } = rig.hv.context.tables[0]!;
  const page = rig.recorded(frame[ref]!);
  return `${flags[ref]}/${domid[ref]}/${page === 0 && prefix === "" ? "0" : prefix + page.toString(16)}`;
};

const v2Flags = (rig: Rig): Answer => ({
  hdr_flags_after: show.hex(rig.hv.context.tables[0]!.flags[V2_REF]!),
  status_entry_after: show.hex(rig.hv.context.tables[0]!.status[V2_REF]!),
});

/** A load and a store through VA0. */
const access = (rig: Rig): Answer => ({
  read_fault: rig.machine.access(0, rig.va(0), false, false) < 0 ? 1 : 0,
  write_fault: rig.machine.access(0, rig.va(0), true, false) < 0 ? 1 : 0,
});

const endAccess = (rig: Rig, ref: number): Answer => {
  const ended = rig.hv.endAccess(toDomid(0), gref(ref));
  return { ret: ended ? 1 : 0, entry_after_value: rig.hv.context.tables[0]!.flags[ref] };
};

/** What a page shows, version 2 tables, the granter's side, and what a step left behind. */
export const SEQUENCES_OTHER: Sequences = {
  "map.host_va_rw.access": access,
  "map.host_va_ro_of_rw.access": access,
  "foreign.map_rw.access": access,
  "setup_table.bad_frame_list.status": (rig) => ({ status: rig.view.getInt16(BUFFER + 8, true) }),
  "end_access.while_mapped": (rig, { input }) => endAccess(rig, Number(input.ref)),
  "end_access.after_unmap": (rig, { input }) => endAccess(rig, Number(input.ref)),
  "overwrite.d.leftover_at_va0": (rig) => ({
    pte_after: show.pte(rig.readPte(rig.va(0))),
    entry_after_value: rig.hv.context.tables[rig.lastRef.dom]!.flags[rig.lastRef.ref],
  }),
  // The recorder cleans up: what is left at VA0 goes. A granted entry in it is one that Xen did not unmap.
  "overwrite.d.unmap_via_alias.next_step": (rig) => {
    const ret = rig.hv.updateVaMapping(rig.va(0), 0, 0, 0);
    return { ret, pte_after: show.pte(rig.readPte(rig.va(0))) };
  },
  "v2.before": (rig) => {
    rig.setEntry(2, 0x7_67a3);
    rig.setEntry(7, 0x7_67a2, 5);
    rig.hv.context.tables[0]!.domid[7] = 3;
    rig.setEntry(8, V2_PAGE);
    const at = (ref: number): string => entry(rig, ref, "");
    return { entry0: at(0), entry1: at(1), entry8: at(8), entry_ref: at(8) };
  },
  "v2.reserved_entries_as_v2": (rig) => ({
    ref2_v2: entry(rig, 2, "0x"),
    ref7_v2: entry(rig, 7, "0x"),
    ref8_v2: entry(rig, 8, "0x"),
  }),
  "v2.map_rw": (rig) => {
    rig.setEntry(V2_REF, V2_PAGE);
    argStructs.putMap(rig, BUFFER, { hostAddr: rig.va(0), flags: GNTMAP.host_map, ref: V2_REF, dom: 0 });
    const ret = rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, 1);
    return { ret, status: argStructs.mapStatus(rig, BUFFER), ...v2Flags(rig) };
  },
  "v2.unmap": (rig) => {
    const handle = rig.hv.liveHandles()[0]?.handle ?? 0;
    argStructs.putUnmap(rig, BUFFER, { hostAddr: rig.va(0), second: 0, handle });
    const ret = rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, BUFFER, 1);
    return { ret, status: argStructs.unmapStatus(rig, BUFFER), ...v2Flags(rig) };
  },
  "v2.set_version_1_status_frame_mapped": (rig) => {
    const frame = rig.hv.context.statusFrame(0, 0);
    rig.hv.updateVaMapping(rig.va(5), ((frame << 12) | 0x61) >>> 0, (0x8000_0000 | (frame >>> 20)) >>> 0, 0);
    rig.view.setUint32(BUFFER, 1, true);
    const ret = rig.hv.grantTableOp(GNTTABOP.set_version, BUFFER, 1);
    rig.hv.updateVaMapping(rig.va(5), 0, 0, 0);
    return { ret, version: rig.view.getUint32(BUFFER, true) };
  },
  "v2.after": (rig) => {
    const at = (ref: number): string => entry(rig, ref, "");
    return { entry0: at(0), entry2: at(2), entry7: at(7), entry8: at(8) };
  },
};
