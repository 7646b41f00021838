// SPDX-License-Identifier: GPL-2.0-only
import { lin } from "../../harness/machine/units.ts";
import type { Answer } from "./ask.ts";
import { pteText } from "./ask.ts";
import type { XenRecord } from "./record.ts";
import { BUFFER, type Rig } from "./rig.ts";

const DEVICE_RW = 1;
const DEVICE_RO = 5;
const HOST = 2;

const entry = (rig: Rig, ref: number, frame: number, flags = 1): void => {
  const table = rig.hv.context.tables[0]!;
  table.flags[ref] = flags;
  table.domid[ref] = 0;
  table.frame[ref] = rig.frame(frame);
};

const putMap = (rig: Rig, at: number, ref: number, flags: number, hostAddr: number): void => {
  rig.put64(at, hostAddr);
  rig.view.setUint32(at + 8, flags, true);
  rig.view.setUint32(at + 12, ref, true);
  rig.view.setUint16(at + 16, 0, true);
  rig.view.setUint16(at + 18, 0x55, true);
};

const putUnmap = (rig: Rig, at: number, handle: number, hostAddr: number, bus: number): void => {
  rig.put64(at, hostAddr);
  rig.put64(at + 8, bus);
  rig.view.setUint32(at + 16, handle, true);
  rig.view.setUint16(at + 20, 0x55, true);
};

const mapStatus = (rig: Rig, at: number): number => rig.view.getInt16(at + 18, true);
const mapHandle = (rig: Rig, at: number): number => rig.view.getUint32(at + 20, true);
const unmapStatus = (rig: Rig, at: number): number => rig.view.getInt16(at + 20, true);

/** One device map of a reference. @returns the handle, or the status if it is negative. */
const mapDevice = (rig: Rig, ref: number, flags: number): { status: number; handle: number } => {
  putMap(rig, BUFFER, ref, flags, 0);
  rig.hv.grantTableOp(0, BUFFER, 1);
  const made = { status: mapStatus(rig, BUFFER), handle: mapHandle(rig, BUFFER) };
  if (made.status === 0) rig.mapped.push(made.handle);
  return made;
};

const unmapDevice = (rig: Rig, handle: number): number => {
  const { maptrack, tables } = rig.hv.context;
  const frame = maptrack.has(handle) ? tables[0]!.activeFrame[maptrack.ref[handle]!]! : 0;
  putUnmap(rig, BUFFER, handle, 0, frame * 4096);
  rig.hv.grantTableOp(1, BUFFER, 1);
  return unmapStatus(rig, BUFFER);
};

/** Unmaps what the sequences have mapped, in that order. */
const unmapAll = (rig: Rig): void => {
  for (;;) {
    const handle = rig.mapped.shift();
    if (handle === undefined) return;
    unmapDevice(rig, handle);
  }
};

/** Buffers that end, or stop being writable, in the middle. */
const END = lin(0x20_0000);

const flagsOf = (rig: Rig, ref: number): number => rig.hv.entryFlags(0 as never, ref as never);
const pteAt = (rig: Rig, n: number): string => pteText(rig.readPte(rig.va(n)));

/** Steps that are more than one call. The key is the record's id, without prefix of a boot option and without @debug. */
const SEQUENCES: Readonly<Record<string, (rig: Rig, record: XenRecord) => Answer>> = {
  "map.host_va_rw.access": (rig) => faults(rig),
  "map.host_va_ro_of_rw.access": (rig) => faults(rig),
  "foreign.map_rw.access": (rig) => faults(rig),
  "batch.map_ok_bad_ok": (rig) => {
    entry(rig, 8, 0x7_6799);
    entry(rig, 9, 0, 0);
    entry(rig, 10, 0x7_6797);
    [8, 9, 10].forEach((ref, i) => {
      putMap(rig, BUFFER + 32 * i, ref, HOST, rig.va(i));
    });
    const ret = rig.hv.grantTableOp(0, BUFFER, 3);
    return {
      ret,
      status: [0, 1, 2].map((i) => mapStatus(rig, BUFFER + 32 * i)),
      pte0: pteAt(rig, 0),
      pte1: pteAt(rig, 1),
      pte2: pteAt(rig, 2),
    };
  },
  "batch.unmap_ok_bad_ok": (rig) => {
    const handles = rig.hv.liveHandles().map((live) => live.handle as number);
    [handles[0]!, 0xffff, handles[1]!].forEach((handle, i) => {
      putUnmap(rig, BUFFER + 24 * i, handle, rig.va(i), 0);
    });
    const ret = rig.hv.grantTableOp(1, BUFFER, 3);
    return {
      ret,
      status: [0, 1, 2].map((i) => unmapStatus(rig, BUFFER + 24 * i)),
      pte0: pteAt(rig, 0),
      pte2: pteAt(rig, 2),
    };
  },
  "batch.map_buffer_faults_at_2nd": (rig) => {
    const at = END - 32;
    putMap(rig, at, 8, HOST, rig.va(0));
    const ret = rig.hv.grantTableOp(0, lin(at), 2);
    return {
      ret,
      status_first: mapStatus(rig, at),
      handle_first: mapHandle(rig, at),
      pte0: pteAt(rig, 0),
      entry_after_value: flagsOf(rig, 8),
    };
  },
  "batch.map_buffer_crosses_into_unmapped": (rig) => ({ ret: rig.hv.grantTableOp(0, lin(END - 16), 1) }),
  "batch.unmap_buffer_faults_at_2nd": (rig) => {
    const at = END - 24;
    putUnmap(rig, at, rig.hv.liveHandles()[0]!.handle, rig.va(0), 0);
    const ret = rig.hv.grantTableOp(1, lin(at), 2);
    return {
      ret,
      status_first: unmapStatus(rig, at),
      pte0: pteAt(rig, 0),
      entry_after_value: flagsOf(rig, 8),
    };
  },
  "batch.map_readonly_buffer": (rig) => {
    putMap(rig, BUFFER, 8, HOST, rig.va(0));
    const { memory } = rig.hv.context;
    memory.readonlyFrom = BUFFER;
    const ret = rig.hv.grantTableOp(0, BUFFER, 1);
    memory.readonlyFrom = Number.POSITIVE_INFINITY;
    return { ret, status: mapStatus(rig, BUFFER), pte0: pteAt(rig, 0), entry_after_value: flagsOf(rig, 8) };
  },
  "batch.map_readonly_buffer.lost_handle": (rig) => {
    for (let handle = 0; handle < 64; handle++) {
      putUnmap(rig, BUFFER, handle, rig.va(0), 0);
      rig.hv.grantTableOp(1, BUFFER, 1);
      if (unmapStatus(rig, BUFFER) === 0)
        return { handle_found: handle, entry_after_value: flagsOf(rig, 8), pte0: pteAt(rig, 0) };
    }
    return { handle_found: -1 };
  },
  "batch.map_50": (rig) => mapMany(rig, 50, (i) => [8, HOST, rig.va(i)]),
  "batch.unmap_50": (rig) => ({
    ...unmapMany(rig, (h) => [rig.va(h - rig.hv.liveHandles()[0]!.handle), 0]),
    entry_after_value: flagsOf(rig, 8),
  }),
  "batch.map_1000_device": (rig) => {
    for (let i = 0; i < 10; i++) entry(rig, 20 + i, 0x7_6780 + i);
    return mapMany(rig, 1000, (i) => [20 + (i % 10), DEVICE_RO, 0]);
  },
  "batch.unmap_1000_device": (rig) =>
    unmapMany(rig, (h) => [
      0,
      rig.hv.context.tables[0]!.activeFrame[rig.hv.context.maptrack.ref[h]!]! * 4096,
    ]),
  "batch.unmap_same_handle_twice": (rig) => {
    const { handle } = rig.hv.liveHandles()[0]!;
    putUnmap(rig, BUFFER, handle, rig.va(0), 0);
    putUnmap(rig, BUFFER + 24, handle, rig.va(0), 0);
    const ret = rig.hv.grantTableOp(1, BUFFER, 2);
    return {
      ret,
      status: [unmapStatus(rig, BUFFER), unmapStatus(rig, BUFFER + 24)],
      entry_after_value: flagsOf(rig, 8),
    };
  },
  "handles.order": (rig) => {
    entry(rig, 8, 0x7_6799);
    const named: Record<string, number> = {};
    for (const name of "abcd") named[name] = mapDevice(rig, 8, DEVICE_RW).handle;
    for (const name of "bda") unmapDevice(rig, named[name]!);
    for (const name of "efgi") named[name] = mapDevice(rig, 8, DEVICE_RW).handle;
    return named;
  },
  "handles.all_unmapped": (rig) => {
    unmapAll(rig);
    return { entry_after_value: flagsOf(rig, 8) };
  },
  "pin.max_device_ro": (rig) => fill(rig, 8, DEVICE_RO),
  "pin.other_kind_when_one_counter_full": (rig) => {
    // Unmapped at once: the handles that come later in the recording tell.
    const { status, handle } = mapDevice(rig, 8, DEVICE_RW);
    unmapDevice(rig, handle);
    rig.mapped.pop();
    return { status };
  },
  "pin.max_device_rw": (rig) => {
    unmapAll(rig);
    return fill(rig, 8, DEVICE_RW);
  },
  "pin.after_all_unmapped": (rig) => {
    unmapAll(rig);
    return { entry_after_value: flagsOf(rig, 8) };
  },
  "maptrack.fill": (rig) => {
    let done = 0;
    let highest = 0;
    let status = 0;
    for (let g = 0; g < 40 && status === 0; g++) {
      entry(rig, 20 + g, 0x7_6700 + g);
      for (let i = 0; i < 127 && status === 0; i++) {
        const one = mapDevice(rig, 20 + g, DEVICE_RO);
        status = one.status;
        if (status !== 0) break;
        done++;
        highest = Math.max(highest, one.handle);
      }
    }
    return { maps_that_succeeded: done, highest_handle: highest, first_failing_status: status };
  },
  "maptrack.reuse_order": (rig) => {
    for (const handle of [16, 12, 14]) unmapDevice(rig, handle);
    const made = [0, 1, 2].map(() => mapDevice(rig, 20, DEVICE_RO));
    return { new_handles: made.map((m) => m.handle), status_of_last: made[2]!.status };
  },
  "setup_table.bad_frame_list.status": (rig) => ({ status: rig.view.getInt16(BUFFER + 8, true) }),
  "v2.before": (rig) => {
    entry(rig, 2, 0x7_67a3);
    entry(rig, 7, 0x7_67a2, 5);
    rig.hv.context.tables[0]!.domid[7] = 3;
    entry(rig, 8, 0x7_67a4);
    return { entry0: text(rig, 0), entry1: text(rig, 1), entry8: text(rig, 8), entry_ref: text(rig, 8) };
  },
  "v2.reserved_entries_as_v2": (rig) => ({
    ref2_v2: text(rig, 2),
    ref7_v2: text(rig, 7),
    ref8_v2: text(rig, 8),
  }),
  "v2.query_size": (rig) => {
    const table = rig.hv.context.tables[0]!;
    rig.view.setUint16(BUFFER, 0x7ff0, true);
    rig.hv.grantTableOp(6, BUFFER, 1);
    return {
      nr_frames: rig.view.getUint32(BUFFER + 4, true),
      max_nr_frames: table.maxFrames,
      status: rig.view.getInt16(BUFFER + 12, true),
    };
  },
  "v2.map_rw": (rig) => {
    entry(rig, 100, 0x7_67a4);
    putMap(rig, BUFFER, 100, HOST, rig.va(0));
    const ret = rig.hv.grantTableOp(0, BUFFER, 1);
    return { ret, status: mapStatus(rig, BUFFER), ...v2Flags(rig) };
  },
  "v2.unmap": (rig) => {
    putUnmap(rig, BUFFER, rig.hv.liveHandles()[0]!.handle, rig.va(0), 0);
    const ret = rig.hv.grantTableOp(1, BUFFER, 1);
    return { ret, status: unmapStatus(rig, BUFFER), ...v2Flags(rig) };
  },
  "v2.set_version_1_status_frame_mapped": (rig) => {
    const frame = rig.hv.context.statusFrame(0, 0);
    rig.hv.updateVaMapping(rig.va(5), ((frame << 12) | 0x61) >>> 0, (0x8000_0000 | (frame >>> 20)) >>> 0, 0);
    rig.view.setUint32(BUFFER, 1, true);
    const ret = rig.hv.grantTableOp(8, BUFFER, 1);
    rig.hv.updateVaMapping(rig.va(5), 0, 0, 0);
    return { ret, version: rig.view.getUint32(BUFFER, true) };
  },
  "v2.after": (rig) => ({
    entry0: text(rig, 0),
    entry2: text(rig, 2),
    entry7: text(rig, 7),
    entry8: text(rig, 8),
  }),
  "end_access.while_mapped": (rig, record) => endAccess(rig, record),
  "end_access.after_unmap": (rig, record) => endAccess(rig, record),
};

const text = (rig: Rig, ref: number): string => {
  const table = rig.hv.context.tables[0]!;
  return `${table.flags[ref]}/${table.domid[ref]}/${table.frame[ref]}`;
};

const v2Flags = (rig: Rig): Answer => ({
  hdr_flags_after: `0x${flagsOf(rig, 100).toString(16)}`,
  status_entry_after: `0x${rig.hv.context.tables[0]!.status[100]!.toString(16)}`,
});

/** A load and a store through VA0. */
const faults = (rig: Rig): Answer => ({
  read_fault: rig.machine.access(0, rig.va(0), false, false) < 0 ? 1 : 0,
  write_fault: rig.machine.access(0, rig.va(0), true, false) < 0 ? 1 : 0,
});

const endAccess = (rig: Rig, record: XenRecord): Answer => {
  const ref = Number(record.input.ref);
  const ended = rig.hv.endAccess(0 as never, ref as never);
  return { ret: ended ? 1 : 0, entry_after_value: flagsOf(rig, ref) };
};

const fill = (rig: Rig, ref: number, flags: number): Answer => {
  let done = 0;
  for (;;) {
    const { status } = mapDevice(rig, ref, flags);
    if (status !== 0) return { maps_that_succeeded: done, first_failing_status: status };
    done++;
  }
};

const mapMany = (rig: Rig, n: number, op: (i: number) => [number, number, number]): Answer => {
  for (let i = 0; i < n; i++) {
    const [ref, flags, hostAddr] = op(i);
    putMap(rig, BUFFER + 32 * i, ref, flags, hostAddr);
  }
  const ret = rig.hv.grantTableOp(0, BUFFER, n);
  let ok = 0;
  for (let i = 0; i < n; i++) if (mapStatus(rig, BUFFER + 32 * i) === 0) ok++;
  return { ret, ok, bad: n - ok };
};

const unmapMany = (rig: Rig, op: (handle: number) => [number, number]): Answer => {
  const live = rig.hv.liveHandles();
  live.forEach(({ handle }, i) => {
    const [hostAddr, bus] = op(handle);
    putUnmap(rig, BUFFER + 24 * i, handle, hostAddr, bus);
  });
  const ret = rig.hv.grantTableOp(1, BUFFER, live.length);
  const ok = live.filter((_, i) => unmapStatus(rig, BUFFER + 24 * i) === 0).length;
  return { ret, ok, bad: live.length - ok };
};

/** Performs a recorded step that is more than one call. @returns null if the record is no such step. */
export const askSequence = (rig: Rig, record: XenRecord): Answer | null => {
  const key = record.id.replace(/@.*$/, "").replace(/^maptrack1\./, "");
  return SEQUENCES[key]?.(rig, record) ?? null;
};
