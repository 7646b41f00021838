// SPDX-License-Identifier: GPL-2.0-only

/** Fields that lie alike for both word sizes. */
const SHARED = {
  map_grant_ref: {
    bytes: 32,
    host_addr: 0,
    flags: 8,
    ref: 12,
    dom: 16,
    status: 18,
    handle: 20,
    dev_bus_addr: 24,
  },
  unmap_grant_ref: { bytes: 24, host_addr: 0, dev_bus_addr: 8, handle: 16, status: 20 },
  unmap_and_replace: { bytes: 24, host_addr: 0, new_addr: 8, handle: 16, status: 20 },
  query_size: { bytes: 16, dom: 0, nr_frames: 4, max_nr_frames: 8, status: 12 },
  set_version: { bytes: 4, version: 0 },
  get_version: { bytes: 8, dom: 0, version: 4 },
  swap_grant_ref: { bytes: 12, ref_a: 0, ref_b: 4, status: 8 },
  cache_flush: { bytes: 16, dev_bus_addr: 0, offset: 8, length: 10, op: 12 },
  mmu_update: { bytes: 16, ptr: 0, val: 8 },
} as const;

/** x86_64. */
const WIDE = {
  ...SHARED,
  setup_table: { bytes: 24, dom: 0, nr_frames: 4, status: 8, frame_list: 16 },
  transfer: { bytes: 24, mfn: 0, domid: 8, ref: 12, status: 16 },
  copy: {
    bytes: 40,
    source: 0,
    source_domid: 8,
    source_offset: 10,
    dest: 16,
    dest_domid: 24,
    dest_offset: 26,
    len: 32,
    flags: 34,
    status: 36,
  },
  get_status_frames: { bytes: 16, nr_frames: 0, dom: 4, status: 6, frame_list: 8 },
  multicall_entry: { bytes: 64, op: 0, result: 8, args: 16 },
  acquire_resource: {
    bytes: 32,
    domid: 0,
    type: 2,
    id: 4,
    nr_frames: 8,
    pad: 12,
    frame: 16,
    frame_list: 24,
  },
  dm_op_buf: { bytes: 16, h: 0, size: 8 },
  mmuext_op: { bytes: 24, cmd: 0, arg1: 8, arg2: 16 },
} as const;

/** How the structs of one word size lie in memory. */
export type Structs = {
  readonly [Name in keyof typeof WIDE]: { readonly [Field in keyof (typeof WIDE)[Name]]: number };
};

/** x86_32. */
const NARROW: Structs = {
  ...SHARED,
  setup_table: { bytes: 16, dom: 0, nr_frames: 4, status: 8, frame_list: 12 },
  transfer: { bytes: 16, mfn: 0, domid: 4, ref: 8, status: 12 },
  copy: {
    bytes: 24,
    source: 0,
    source_domid: 4,
    source_offset: 6,
    dest: 8,
    dest_domid: 12,
    dest_offset: 14,
    len: 16,
    flags: 18,
    status: 20,
  },
  get_status_frames: { bytes: 12, nr_frames: 0, dom: 4, status: 6, frame_list: 8 },
  multicall_entry: { bytes: 32, op: 0, result: 4, args: 8 },
  acquire_resource: {
    bytes: 28,
    domid: 0,
    type: 2,
    id: 4,
    nr_frames: 8,
    pad: 12,
    frame: 16,
    frame_list: 24,
  },
  dm_op_buf: { bytes: 8, h: 0, size: 4 },
  mmuext_op: { bytes: 12, cmd: 0, arg1: 4, arg2: 8 },
};

/**
 * The structs of Xen's public interface: the byte offset of each field, and the size as `bytes`. From the public headers
 * grant_table.h (there each name starts with gnttab_) and xen.h; test/hypervisor compares them with a C compiler's.
 */
export const structsOf = (wide: boolean): Structs => (wide ? WIDE : NARROW);
