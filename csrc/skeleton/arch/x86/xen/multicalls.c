// SPDX-License-Identifier: GPL-2.0-only
/*
 * Batched hypercalls: page-table updates made in lazy MMU mode wait here and
 * reach the hypervisor together, as one multicall.
 */
#include <linux/kernel.h>
#include <linux/spinlock.h>

#include "xen-ops.h"

#define MC_BATCH 32

static struct mmu_update updates[MC_BATCH];
static unsigned int queued;

void xen_mc_flush(void)
{
	struct multicall_entry call = {
		.op = __HYPERVISOR_mmu_update,
		.args = { (unsigned long)updates, queued, 0, DOMID_SELF },
	};
	unsigned long flags;

	if (!queued)
		return;
	local_irq_save(flags);
	queued = 0;
	if (HYPERVISOR_multicall(&call, 1))
		BUG();
	local_irq_restore(flags);
	WARN(call.result < 0, "1 multicall(s) failed: result %ld", call.result);
}

void xen_mc_queue_mmu_update(u64 ptr, u64 val)
{
	if (queued == MC_BATCH)
		xen_mc_flush();
	updates[queued].ptr = ptr;
	updates[queued].val = val;
	queued++;
}
