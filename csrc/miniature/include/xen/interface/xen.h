/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_INTERFACE_XEN_H
#define XEN_INTERFACE_XEN_H

#include <linux/types.h>

typedef u16 domid_t;

#define DOMID_SELF 0x7ff0u

#define __HYPERVISOR_mmu_update 1
#define __HYPERVISOR_multicall 13
#define __HYPERVISOR_update_va_mapping 14
#define __HYPERVISOR_grant_table_op 20
#define __HYPERVISOR_event_channel_op 32

#define MMU_NORMAL_PT_UPDATE 0
#define MMU_MACHPHYS_UPDATE 1
#define MMU_PT_UPDATE_PRESERVE_AD 2

#define UVMF_NONE 0ul
#define UVMF_TLB_FLUSH 1ul
#define UVMF_INVLPG 2ul

struct mmu_update {
	u64 ptr;
	u64 val;
};

struct multicall_entry {
	unsigned long op;
	long result;
	unsigned long args[6];
};

struct shared_info {
	unsigned long evtchn_pending[sizeof(unsigned long) * 8];
};

/* bits of flags */
#define SIF_PRIVILEGED (1 << 0)
#define SIF_INITDOMAIN (1 << 1)

struct start_info {
	char magic[32];
	unsigned long nr_pages;
	unsigned long shared_info;
	u32 flags;
	unsigned long mfn_list;
};

#endif
