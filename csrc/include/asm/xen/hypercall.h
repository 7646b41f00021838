/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_XEN_HYPERCALL_H
#define ASM_XEN_HYPERCALL_H

#include <linux/kernel.h>
#include <xen/interface/xen.h>
#include <asm/pgtable_types.h>

static inline int HYPERVISOR_grant_table_op(unsigned int cmd, void *uop,
					    unsigned int count)
{
	return hb_grant_table_op(cmd, hb_lin(uop), count);
}

static inline int HYPERVISOR_mmu_update(struct mmu_update *req, int count,
					int *success_count, domid_t domid)
{
	return hb_mmu_update(hb_lin(req), (u32)count, hb_lin(success_count),
			     domid);
}

static inline int HYPERVISOR_update_va_mapping(unsigned long va, pte_t new_val,
					       unsigned long flags)
{
	return hb_update_va_mapping(hb_lo(hb_va(va)), hb_hi(hb_va(va)),
				    hb_lo(new_val.pte), hb_hi(new_val.pte),
				    (u32)flags);
}

static inline int HYPERVISOR_multicall(void *call_list, int nr_calls)
{
	return hb_multicall(hb_lin(call_list), (u32)nr_calls);
}

static inline int HYPERVISOR_event_channel_op(int cmd, void *arg)
{
	return hb_event_channel_op((u32)cmd, hb_lin(arg));
}

#endif
