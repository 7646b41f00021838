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

struct mm_struct init_mm = {
	.notifiers = LIST_HEAD_INIT(init_mm.notifiers),
};

/* Lazy MMU mode: between enter and leave, updates are queued. */
static enum paravirt_lazy_mode lazy_mode;

enum paravirt_lazy_mode paravirt_get_lazy_mode(void)
{
	return lazy_mode;
}

static void xen_enter_lazy_mmu(void)
{
	BUG_ON(lazy_mode != PARAVIRT_LAZY_NONE);
	lazy_mode = PARAVIRT_LAZY_MMU;
	hb_note_lazy(1);
}

static void xen_leave_lazy_mmu(void)
{
	xen_mc_flush();
	BUG_ON(lazy_mode != PARAVIRT_LAZY_MMU);
	lazy_mode = PARAVIRT_LAZY_NONE;
	hb_note_lazy(0);
}

/*
 * The machine address of a kernel object: its page-table entry says in which
 * frame it lies. Page tables are the objects that anybody asks for.
 */
xmaddr_t arbitrary_virt_to_machine(void *address)
{
	u32 lin = hb_lin(address);
	u32 mfn = hb_mfn_of_lin(lin);

	BUG_ON(mfn == ~0u);
	return XMADDR(((phys_addr_t)mfn << PAGE_SHIFT) | (lin & ~PAGE_MASK));
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
	if (lazy_mode != PARAVIRT_LAZY_MMU)
		return false;

	xen_mc_queue_mmu_update(arbitrary_virt_to_machine(ptep).maddr,
				native_pte_val(pteval));

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
	.enter_lazy = xen_enter_lazy_mmu,
	.leave_lazy = xen_leave_lazy_mmu,
};
