/* SPDX-License-Identifier: GPL-2.0-only */
/* Grants, as the rest of the kernel sees them. */
#ifndef XEN_GRANT_TABLE_H
#define XEN_GRANT_TABLE_H

#include <linux/mm_types.h>

#include <asm/page.h>
#include <asm/xen/hypervisor.h>
#include <xen/features.h>
#include <xen/interface/grant_table.h>

struct gnttab_map_grant_ref;
struct gnttab_unmap_grant_ref;

unsigned int gnttab_max_grant_frames(void);

/* Where a page is to be mapped: a kernel address, or that of a PTE. */
static inline u64 gnttab_host_addr(phys_addr_t addr, u32 flags)
{
	if (!(flags & GNTMAP_contains_pte) &&
	    xen_feature(XENFEAT_auto_translated_physmap))
		return __pa(addr);
	return addr;
}

static inline void gnttab_set_map_op(struct gnttab_map_grant_ref *op,
				     phys_addr_t addr, u32 flags,
				     grant_ref_t ref, domid_t domid)
{
	op->dom = domid;
	op->ref = ref;
	op->flags = flags;
	op->host_addr = gnttab_host_addr(addr, flags);
}

static inline void gnttab_set_unmap_op(struct gnttab_unmap_grant_ref *op,
				       phys_addr_t addr, u32 flags,
				       grant_handle_t handle)
{
	op->handle = handle;
	op->dev_bus_addr = 0;
	op->host_addr = gnttab_host_addr(addr, flags);
}

#pragma hunk 1

#endif
