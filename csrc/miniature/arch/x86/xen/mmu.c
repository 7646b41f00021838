// SPDX-License-Identifier: GPL-2.0-only
/* Page-table operations of a Xen PV guest. */
#include <linux/mm.h>
#include <linux/highmem.h>
#include <linux/module.h>

#include <asm/pgtable.h>
#include <asm/xen/hypercall.h>
#include <asm/xen/hypervisor.h>
#include <asm/xen/page.h>
#include <xen/interface/grant_table.h>

#include "xen-ops.h"

/* Between entering and leaving lazy MMU mode, updates are queued. */
static void xen_leave_lazy_mmu(void)
{
	xen_mc_flush();
	paravirt_leave_lazy_mmu();
}

/*
 * The machine address of a kernel object: of what is in the direct map, the p2m
 * says in which frame it lies; of anything else, its page-table entry.
 */
xmaddr_t arbitrary_virt_to_machine(void *address)
{
	unsigned long va = (unsigned long)address, mfn;
	unsigned int level;
	pte_t *ptep;

	if (virt_addr_valid(address)) {
		mfn = pfn_to_mfn(PFN_DOWN(__pa(va)));
	} else {
		ptep = lookup_address(va, &level);
		BUG_ON(!ptep);
		mfn = pte_mfn(*ptep);
	}
	return XMADDR(((phys_addr_t)mfn << PAGE_SHIFT) | (va & ~PAGE_MASK));
}

/* A PTE as Xen wants it: frame numbers become machine frame numbers. */
static pte_t xen_make_pte(pteval_t val)
{
	unsigned long mfn;

	if (!(val & _PAGE_PRESENT) || (val & _PAGE_IOMAP))
		return native_make_pte(val);
	mfn = pfn_to_mfn((unsigned long)((val & PTE_PFN_MASK) >> PAGE_SHIFT));
	/* a page without a frame has nothing to map */
	if (mfn == INVALID_P2M_ENTRY)
		return native_make_pte(0);
	return native_make_pte((val & PTE_FLAGS_MASK) |
			       ((pteval_t)mfn << PAGE_SHIFT));
}

/* And the way back. */
static pteval_t xen_pte_val(pte_t pte)
{
	if (!(pte.pte & _PAGE_PRESENT) || (pte.pte & _PAGE_IOMAP))
		return pte.pte;
	return (pte.pte & PTE_FLAGS_MASK) |
	       ((pteval_t)mfn_to_pfn(pte_mfn(pte)) << PAGE_SHIFT);
}

static bool xen_batched_set_pte(pte_t *ptep, pte_t pteval)
{
	struct multicall_space space;
	struct mmu_update *update;

	if (paravirt_get_lazy_mode() != PARAVIRT_LAZY_MMU)
		return false;

	xen_mc_batch();
	space = __xen_mc_entry(sizeof(*update));
	update = space.args;
	update->ptr = arbitrary_virt_to_machine(ptep).maddr;
	update->val = native_pte_val(pteval);
	MULTI_mmu_update(space.mc, update, 1, NULL, DOMID_SELF);
	xen_mc_issue(PARAVIRT_LAZY_MMU);

#pragma hunk 1

static void xen_set_pte_at(struct mm_struct *mm, unsigned long addr,
			   pte_t *ptep, pte_t pteval)
{
	xen_set_pte(ptep, pteval);
}

#ifdef CONFIG_X86_PAE
/* for entries that another CPU may be walking: never queued */
static void xen_set_pte_atomic(pte_t *ptep, pte_t pte)
{
	native_set_pte(ptep, pte);
}
#pragma hunk 2
#endif

struct pv_mmu_ops pv_mmu_ops = {
	.set_pte = xen_set_pte,
	.set_pte_at = xen_set_pte_at,
#ifdef CONFIG_X86_PAE
	.set_pte_atomic = xen_set_pte_atomic,
	.pte_clear = xen_pte_clear,
#endif
	.pte_val = xen_pte_val,
	.make_pte = xen_make_pte,
	.enter_lazy = paravirt_enter_lazy_mmu,
	.leave_lazy = xen_leave_lazy_mmu,
};
