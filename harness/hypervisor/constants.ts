// SPDX-License-Identifier: GPL-2.0-only

/** Hypercall numbers (Xen public header xen.h). */
export const HYPERCALL = {
  mmu_update: 1,
  memory_op: 12,
  multicall: 13,
  update_va_mapping: 14,
  xen_version: 17,
  grant_table_op: 20,
  update_va_mapping_otherdomain: 22,
  mmuext_op: 26,
  event_channel_op: 32,
  dm_op: 41,
} as const;

/** Sub-operations of memory_op (Xen public header memory.h). */
export const XENMEM = { acquire_resource: 28 } as const;

/** What acquire_resource gives out: of a domain's grant table, the entries or the words with their statuses. */
export const RESOURCE = { ioreq_server: 0, grant_table: 1 } as const;
export const RESOURCE_ID_GRANT_TABLE = { shared: 0, status: 1 } as const;

/** Operations of dm_op (Xen public header hvm/dm_op.h). */
export const DMOP = { nr_vcpus: 20 } as const;

/** Sub-operations of xen_version (Xen public header version.h). */
export const XENVER = { version: 0 } as const;

/** Sub-operations of grant_table_op (Xen public header grant_table.h). */
export const GNTTABOP = {
  map_grant_ref: 0,
  unmap_grant_ref: 1,
  setup_table: 2,
  dump_table: 3,
  transfer: 4,
  copy: 5,
  query_size: 6,
  unmap_and_replace: 7,
  set_version: 8,
  get_status_frames: 9,
  get_version: 10,
  swap_grant_ref: 11,
  cache_flush: 12,
} as const;

/** Flags of a map operation. */
export const GNTMAP = {
  device_map: 0x01,
  host_map: 0x02,
  readonly: 0x04,
  application_map: 0x08,
  contains_pte: 0x10,
  /** First of the bits that go to the entry's available bits. */
  guest_avail0: 16,
} as const;

/** Flags of a grant entry. */
export const GTF = {
  invalid: 0,
  permit_access: 1,
  accept_transfer: 2,
  transitive: 3,
  type_mask: 3,
  readonly: 0x04,
  reading: 0x08,
  writing: 0x10,
  sub_page: 0x100,
  /** Of an accept_transfer entry, in the place of readonly and reading. */
  transfer_committed: 0x04,
  transfer_completed: 0x08,
} as const;

/** Flags of a copy: which sides are named by grant references. */
export const GNTCOPY = { source_gref: 1, dest_gref: 2 } as const;

/** What a cache_flush is to do. */
export const GNTTAB_CACHE = { clean: 1, inval: 2 } as const;

/** Kinds of mmu_update, in the low two bits of ptr. For a PV guest the last one is as the first. */
export const MMU = {
  normal_pt_update: 0,
  machphys_update: 1,
  pt_update_preserve_ad: 2,
  pt_update_no_translate: 3,
} as const;

/** Those of mmuext_op's operations that drop translations (Xen public header xen.h): all, or those of one address. */
export const MMUEXT = {
  tlb_flush_local: 6,
  invlpg_local: 7,
  tlb_flush_multi: 8,
  invlpg_multi: 9,
  tlb_flush_all: 10,
  invlpg_all: 11,
} as const;

/** Which translations update_va_mapping drops. */
export const UVMF = { none: 0, tlb_flush: 1, invlpg: 2, flushtype_mask: 3, all: 4 } as const;

/** Sub-operations of event_channel_op (Xen public header event_channel.h). */
export const EVTCHNOP = { send: 4 } as const;

/** Statuses that an operation is answered with. */
export const GNTST = {
  okay: 0,
  general_error: -1,
  bad_domain: -2,
  bad_gntref: -3,
  bad_handle: -4,
  bad_virt_addr: -5,
  bad_dev_addr: -6,
  no_device_space: -7,
  permission_denied: -8,
  bad_page: -9,
  bad_copy_arg: -10,
  address_too_big: -11,
  eagain: -12,
  no_space: -13,
} as const;

/** "My own domain" where a domid is asked for, and in map_grant_ref not even there. */
export const DOMID_SELF = 0x7ff0;

/** In place of a domain: device memory, and Xen's own frames (Xen public header xen.h). */
export const DOMID_IO = 0x7ff1;
export const DOMID_XEN = 0x7ff2;

/** Nobody: the owner of a frame that a failed transfer has taken away. */
export const DOMID_INVALID = 0x7ff4;
