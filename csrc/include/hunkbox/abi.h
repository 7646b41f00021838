/* SPDX-License-Identifier: GPL-2.0-only */
/* written from harness/abi/numbers.ts by its test: UPDATE_GOLDEN=1 */
#ifndef HUNKBOX_ABI_H
#define HUNKBOX_ABI_H

enum hb_lock_op {
	HB_SPIN_LOCK,
	HB_SPIN_UNLOCK,
	HB_MUTEX_LOCK,
	HB_MUTEX_UNLOCK,
	HB_DOWN_WRITE,
	HB_UP_WRITE,
	HB_DOWN_READ,
	HB_UP_READ,
};

#define HB_P2M_FOREIGN 1
#define HB_P2M_IDENTITY 2
#define HB_P2M_INVALID 4
#define HB_GFP_WAIT 0x10u
#define HB_GFP_KEPT 0x80000000u
#define HB_MEMORY_BYTES 0x200000ul
#define HB_PAGE_TABLE_PAGES 64
#define HB_DIRECT_MAP_WINDOWS 32
#define HB_PKMAP_BASE 0xf5200000ul
#define HB_NR_PKMAPS 512
#define HB_FIXMAP_BASE 0xf5400000ul
#define HB_PAGE_STATE_FIELDS 5
#define HB_NR_CALLER_OPS 64

#endif
