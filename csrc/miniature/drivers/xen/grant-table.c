// SPDX-License-Identifier: GPL-2.0-only
/* Mapping and unmapping pages that other domains grant. */
#include <linux/mm.h>
#include <linux/module.h>

#include <asm/pgtable.h>
#include <asm/xen/hypercall.h>
#include <asm/xen/page.h>
#include <xen/grant_table.h>

unsigned int gnttab_max_grant_frames(void)
{
	struct gnttab_query_size query = { .dom = DOMID_SELF };
	int rc;

	rc = HYPERVISOR_grant_table_op(GNTTABOP_query_size, &query, 1);
	/* Xen before 3.2 does not know the question */
	if (rc < 0 || query.status != GNTST_okay)
		return 4;
	return query.max_nr_frames;
}
#pragma hunk 1
	unsigned long mfn;
	pte_t *ptep;

	ret = HYPERVISOR_grant_table_op(GNTTABOP_map_grant_ref, map_ops, count);
	if (ret)
		return ret;

	if (xen_feature(XENFEAT_auto_translated_physmap))
		return 0;

	for (i = 0; i < count; i++) {
		/* nothing was mapped for an op that failed */
		if (map_ops[i].status != GNTST_okay)
			continue;

		if (map_ops[i].flags & GNTMAP_contains_pte) {
			u64 where = map_ops[i].host_addr;

			ptep = (pte_t *)(mfn_to_virt(PFN_DOWN(where)) +
					 (where & ~PAGE_MASK));
			mfn = pte_mfn(*ptep);
		} else {
			/*
			 * a kernel address: nobody has asked for that so far
#pragma hunk 2

	return 0;
}
EXPORT_SYMBOL_GPL(gnttab_map_refs);

int gnttab_unmap_refs(struct gnttab_unmap_grant_ref *unmap_ops,
		      struct page **pages, unsigned int count)
{
	unsigned int i;
	int ret;

	ret = HYPERVISOR_grant_table_op(GNTTABOP_unmap_grant_ref, unmap_ops,
					count);
	if (ret || xen_feature(XENFEAT_auto_translated_physmap))
		return ret;

	for (i = 0; i < count && !ret; i++)
		ret = m2p_remove_override(pages[i], true);

	return ret;
}
EXPORT_SYMBOL_GPL(gnttab_unmap_refs);
