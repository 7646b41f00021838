// SPDX-License-Identifier: GPL-2.0-only
import { GNTMAP, GNTTABOP } from "../../harness/hypervisor/constants.ts";
import type { Answer } from "./answer.ts";
import { argStructs } from "./arg-structs.ts";
import { BUFFER, type Rig } from "./rig.ts";
import type { Sequences } from "./sequences.ts";

const WRITABLE = GNTMAP.device_map;
const READONLY = GNTMAP.device_map | GNTMAP.readonly;
const REF = 8;
const PAGE = 0x7_6799;
/** The step that fills the maptrack maps each of these references so often. */
const FILL_REFS = 20;
const FILL_PAGES = 0x7_6700;
const FILL_GRANTS = 40;
const FILL_MAPS = 127;

const mapDevice = (rig: Rig, ref: number, flags: number): { status: number; handle: number } => {
  argStructs.putMap(rig, BUFFER, { hostAddr: 0, flags, ref, dom: 0 });
  rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, 1);
  const made = { status: argStructs.mapStatus(rig, BUFFER), handle: argStructs.mapHandle(rig, BUFFER) };
  if (made.status === 0) rig.mapped.push(made.handle);
  return made;
};

const unmapDevice = (rig: Rig, handle: number): void => {
  const { maptrack, tables } = rig.hv.context;
  const frame = maptrack.has(handle) ? tables[0]!.activeFrame[maptrack.ref[handle]!]! : 0;
  argStructs.putUnmap(rig, BUFFER, { hostAddr: 0, second: frame * 4096, handle });
  rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, BUFFER, 1);
};

/** Unmaps what these steps have mapped, in that order. */
const unmapAll = (rig: Rig): void => {
  for (const handle of rig.mapped.splice(0)) unmapDevice(rig, handle);
};

const flagsAfterUnmapAll = (rig: Rig): Answer => {
  unmapAll(rig);
  return { entry_after_value: rig.hv.context.tables[0]!.flags[REF] };
};

const mapUntilItFails = (rig: Rig, flags: number): Answer => {
  for (let done = 0; ; done++) {
    const { status } = mapDevice(rig, REF, flags);
    if (status !== 0) return { maps_that_succeeded: done, first_failing_status: status };
  }
};

/** How handles are given out, and how many there are. */
export const SEQUENCES_HANDLES: Sequences = {
  "handles.order": (rig) => {
    rig.setEntry(REF, PAGE);
    const named: Record<string, number> = {};
    for (const name of "abcd") named[name] = mapDevice(rig, REF, WRITABLE).handle;
    for (const name of "bda") unmapDevice(rig, named[name]!);
    for (const name of "efgi") named[name] = mapDevice(rig, REF, WRITABLE).handle;
    return named;
  },
  "handles.all_unmapped": flagsAfterUnmapAll,
  "pin.max_device_ro": (rig) => mapUntilItFails(rig, READONLY),
  "pin.other_kind_when_one_counter_full": (rig) => {
    // Unmapped at once: the handles that the maptrack steps of this group name say so.
    const { status, handle } = mapDevice(rig, REF, WRITABLE);
    if (status === 0) {
      rig.mapped.pop();
      unmapDevice(rig, handle);
    }
    return { status };
  },
  "pin.max_device_rw": (rig) => {
    unmapAll(rig);
    return mapUntilItFails(rig, WRITABLE);
  },
  "pin.after_all_unmapped": flagsAfterUnmapAll,
  "maptrack.fill": (rig) => {
    let done = 0;
    let highest = 0;
    let status = 0;
    for (let i = 0; i < FILL_GRANTS * FILL_MAPS && status === 0; i++) {
      const grant = Math.floor(i / FILL_MAPS);
      if (i % FILL_MAPS === 0) rig.setEntry(FILL_REFS + grant, FILL_PAGES + grant);
      const one = mapDevice(rig, FILL_REFS + grant, READONLY);
      status = one.status;
      if (status !== 0) break;
      done++;
      highest = Math.max(highest, one.handle);
    }
    return { maps_that_succeeded: done, highest_handle: highest, first_failing_status: status };
  },
  "maptrack.reuse_order": (rig) => {
    for (const handle of [16, 12, 14]) unmapDevice(rig, handle);
    const made = [0, 1, 2].map(() => mapDevice(rig, FILL_REFS, READONLY));
    return { new_handles: made.map((one) => one.handle), status_of_last: made[2]!.status };
  },
};
