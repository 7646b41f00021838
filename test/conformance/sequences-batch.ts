// SPDX-License-Identifier: GPL-2.0-only
import { GNTMAP, GNTTABOP } from "../../harness/hypervisor/constants.ts";
import { lin } from "../../harness/machine/units.ts";
import type { Answer } from "./answer.ts";
import { argStructs } from "./arg-structs.ts";
import { BUFFER, type Rig } from "./rig.ts";
import type { Sequences } from "./sequences.ts";
import { show } from "./show.ts";

const { mapStatus, mapHandle, unmapStatus } = argStructs;
const MAP_BYTES = 32;
const UNMAP_BYTES = 24;

/** The reference that most steps map, and its page. */
const REF = 8;
const PAGE = 0x7_6799;
const OTHER_PAGE = 0x7_6797;
/** Ten pages of the step with a thousand device maps. */
const DEVICE_REFS = 20;
const DEVICE_PAGES = 0x7_6780;

/** Buffers that end here: the rig's memory does. */
const END = lin(0x20_0000);

const map = (rig: Rig, at: number, ref: number, hostAddr: number, flags: number = GNTMAP.host_map): void =>
  argStructs.putMap(rig, at, { hostAddr, flags, ref, dom: 0 });

const unmap = (rig: Rig, at: number, handle: number, hostAddr: number, second = 0): void =>
  argStructs.putUnmap(rig, at, { hostAddr, second, handle });

const flagsOf = (rig: Rig): number => rig.hv.context.tables[0]!.flags[REF]!;
const pteAt = (rig: Rig, n: number): string => show.pte(rig.readPte(rig.va(n)));
const liveHandle = (rig: Rig, n: number): number => rig.hv.liveHandles()[n]?.handle ?? 0xffff;

/** Several operations in one call, and buffers that cannot be read or written to their end. */
export const SEQUENCES_BATCH: Sequences = {
  "batch.map_ok_bad_ok": (rig) => {
    rig.setEntry(REF, PAGE);
    rig.setEntry(REF + 1, 0, 0);
    rig.setEntry(REF + 2, OTHER_PAGE);
    for (let i = 0; i < 3; i++) map(rig, BUFFER + MAP_BYTES * i, REF + i, rig.va(i));
    const ret = rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, 3);
    return {
      ret,
      status: [0, 1, 2].map((i) => mapStatus(rig, BUFFER + MAP_BYTES * i)),
      pte0: pteAt(rig, 0),
      pte1: pteAt(rig, 1),
      pte2: pteAt(rig, 2),
    };
  },
  "batch.unmap_ok_bad_ok": (rig) => {
    [liveHandle(rig, 0), 0xffff, liveHandle(rig, 1)].forEach((handle, i) => {
      unmap(rig, BUFFER + UNMAP_BYTES * i, handle, rig.va(i));
    });
    const ret = rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, BUFFER, 3);
    return {
      ret,
      status: [0, 1, 2].map((i) => unmapStatus(rig, BUFFER + UNMAP_BYTES * i)),
      pte0: pteAt(rig, 0),
      pte2: pteAt(rig, 2),
    };
  },
  "batch.map_buffer_faults_at_2nd": (rig) => {
    const at = END - MAP_BYTES;
    map(rig, at, REF, rig.va(0));
    const ret = rig.hv.grantTableOp(GNTTABOP.map_grant_ref, lin(at), 2);
    return {
      ret,
      status_first: mapStatus(rig, at),
      handle_first: mapHandle(rig, at),
      pte0: pteAt(rig, 0),
      entry_after_value: flagsOf(rig),
    };
  },
  "batch.map_buffer_crosses_into_unmapped": (rig) => ({
    ret: rig.hv.grantTableOp(GNTTABOP.map_grant_ref, lin(END - MAP_BYTES / 2), 1),
  }),
  "batch.unmap_buffer_faults_at_2nd": (rig) => {
    const at = END - UNMAP_BYTES;
    unmap(rig, at, liveHandle(rig, 0), rig.va(0));
    const ret = rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, lin(at), 2);
    return {
      ret,
      status_first: unmapStatus(rig, at),
      pte0: pteAt(rig, 0),
      entry_after_value: flagsOf(rig),
    };
  },
  "batch.map_readonly_buffer": (rig) => {
    map(rig, BUFFER, REF, rig.va(0));
    const { memory } = rig.hv.context;
    memory.readonlyFrom = BUFFER;
    const ret = rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, 1);
    memory.readonlyFrom = Number.POSITIVE_INFINITY;
    return { ret, status: mapStatus(rig, BUFFER), pte0: pteAt(rig, 0), entry_after_value: flagsOf(rig) };
  },
  "batch.map_readonly_buffer.lost_handle": (rig) => {
    for (let handle = 0; handle < 64; handle++) {
      unmap(rig, BUFFER, handle, rig.va(0));
      rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, BUFFER, 1);
      if (unmapStatus(rig, BUFFER) === 0)
        return { handle_found: handle, entry_after_value: flagsOf(rig), pte0: pteAt(rig, 0) };
    }
    return { handle_found: -1 };
  },
  "batch.map_50": (rig) => mapMany(rig, 50, (i, at) => map(rig, at, REF, rig.va(i))),
  "batch.unmap_50": (rig) => ({
    ...unmapMany(rig, (handle, i, at) => unmap(rig, at, handle, rig.va(i))),
    entry_after_value: flagsOf(rig),
  }),
  "batch.map_1000_device": (rig) => {
    for (let i = 0; i < 10; i++) rig.setEntry(DEVICE_REFS + i, DEVICE_PAGES + i);
    const flags = GNTMAP.device_map | GNTMAP.readonly;
    return mapMany(rig, 1000, (i, at) => map(rig, at, DEVICE_REFS + (i % 10), 0, flags));
  },
  "batch.unmap_1000_device": (rig) => {
    const { maptrack, tables } = rig.hv.context;
    return unmapMany(rig, (handle, _, at) =>
      unmap(rig, at, handle, 0, tables[0]!.activeFrame[maptrack.ref[handle]!]! * 4096),
    );
  },
  "batch.unmap_same_handle_twice": (rig) => {
    const handle = liveHandle(rig, 0);
    for (const at of [BUFFER, BUFFER + UNMAP_BYTES]) unmap(rig, at, handle, rig.va(0));
    const ret = rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, BUFFER, 2);
    return {
      ret,
      status: [unmapStatus(rig, BUFFER), unmapStatus(rig, BUFFER + UNMAP_BYTES)],
      entry_after_value: flagsOf(rig),
    };
  },
};

const counted = (ret: number, statuses: readonly number[]): Answer => {
  const ok = statuses.filter((status) => status === 0).length;
  return { ret, ok, bad: statuses.length - ok };
};

const mapMany = (rig: Rig, n: number, put: (i: number, at: number) => void): Answer => {
  for (let i = 0; i < n; i++) put(i, BUFFER + MAP_BYTES * i);
  const ret = rig.hv.grantTableOp(GNTTABOP.map_grant_ref, BUFFER, n);
  return counted(
    ret,
    Array.from({ length: n }, (_, i) => mapStatus(rig, BUFFER + MAP_BYTES * i)),
  );
};

/** Unmaps all that is mapped, in one call. */
const unmapMany = (rig: Rig, put: (handle: number, i: number, at: number) => void): Answer => {
  const live = rig.hv.liveHandles();
  live.forEach(({ handle }, i) => {
    put(handle, i, BUFFER + UNMAP_BYTES * i);
  });
  const ret = rig.hv.grantTableOp(GNTTABOP.unmap_grant_ref, BUFFER, live.length);
  return counted(
    ret,
    live.map((_, i) => unmapStatus(rig, BUFFER + UNMAP_BYTES * i)),
  );
};
