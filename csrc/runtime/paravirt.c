// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's own names for page-table work, over the port's operations. */
#include <linux/mm.h>
#include <asm/pgtable.h>
#include <asm/xen/page.h>

pte_t __pte(pteval_t val)
{
	return pv_mmu_ops.make_pte(val);
}

pteval_t pte_val(pte_t pte)
{
	return pv_mmu_ops.pte_val(pte);
}

pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte(((pteval_t)pfn << PAGE_SHIFT) | pgprot_val(prot));
}

unsigned long pte_pfn(pte_t pte)
{
	return (unsigned long)((pte_val(pte) & PTE_PFN_MASK) >> PAGE_SHIFT);
}

void set_pte(pte_t *ptep, pte_t pte)
{
	pv_mmu_ops.set_pte(ptep, pte);
}

void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		pte_t pte)
{
	pv_mmu_ops.set_pte_at(mm, addr, ptep, pte);
}

/* a kernel without PAE has no operation of its own for this */
void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
#ifdef CONFIG_X86_PAE
	pv_mmu_ops.pte_clear(mm, addr, ptep);
#else
	set_pte_at(mm, addr, ptep, native_make_pte(0));
#endif
}

void arch_enter_lazy_mmu_mode(void)
{
	pv_mmu_ops.enter_lazy();
}

void arch_leave_lazy_mmu_mode(void)
{
	pv_mmu_ops.leave_lazy();
}

void arch_flush_lazy_mmu_mode(void)
{
	if (paravirt_get_lazy_mode() == PARAVIRT_LAZY_MMU) {
		arch_leave_lazy_mmu_mode();
		arch_enter_lazy_mmu_mode();
	}
}
