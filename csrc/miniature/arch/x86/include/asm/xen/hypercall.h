/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_XEN_HYPERCALL_H
#define ASM_XEN_HYPERCALL_H

#include <linux/kernel.h>
#include <xen/interface/xen.h>
#include <asm/pgtable_types.h>

#define HYPERCALL(call) \
	({ \
		long res_; \
		asm volatile("call hypercall_page+" #call "*32" \
			     : "=a"(res_) \
			     : \
			     : "memory"); \
		(int)res_; \
	})

static inline int HYPERVISOR_grant_table_op(unsigned int cmd, void *uop,
					    unsigned int count)
{
	return HYPERCALL(20);
}

static inline int HYPERVISOR_mmu_update(struct mmu_update *req, int count,
					int *success_count, domid_t domid)
{
	return HYPERCALL(1);
}

static inline int HYPERVISOR_update_va_mapping(unsigned long va, pte_t new_val,
					       unsigned long flags)
{
	return HYPERCALL(14);
}

static inline int HYPERVISOR_multicall(void *call_list, int nr_calls)
{
	return HYPERCALL(13);
}

static inline int HYPERVISOR_event_channel_op(int cmd, void *arg)
{
	return HYPERCALL(32);
}

static inline int HYPERVISOR_memory_op(unsigned int cmd, void *arg)
{
	return HYPERCALL(12);
}

static inline int HYPERVISOR_xen_version(int cmd, void *arg)
{
	return HYPERCALL(17);
}

static inline int HYPERVISOR_sched_op(int cmd, void *arg)
{
	return HYPERCALL(29);
}

/* what a multicall has in place of HYPERVISOR_mmu_update */
static inline void MULTI_mmu_update(struct multicall_entry *mcl,
				    struct mmu_update *req, int count,
				    int *success_count, domid_t domid)
{
	mcl->op = __HYPERVISOR_mmu_update;
	mcl->args[0] = (unsigned long)req;
	mcl->args[1] = count;
	mcl->args[2] = (unsigned long)success_count;
	mcl->args[3] = domid;
}

#endif
