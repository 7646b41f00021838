/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <linux/mm_types.h>
#include <asm/page.h>
#include <asm/paravirt.h>

/* stores that a hypervisor traps */
#ifdef CONFIG_X86_PAE
static inline void native_set_pte(pte_t *ptep, pte_t pte)
{
	ptep->pte_high = pte.pte_high;
	ptep->pte_low = pte.pte_low;
}

static inline void native_pte_clear(struct mm_struct *mm, unsigned long addr,
				    pte_t *ptep)
{
	ptep->pte_low = 0;
	ptep->pte_high = 0;
}
#else
static inline void native_set_pte(pte_t *ptep, pte_t pte)
{
	*ptep = pte;
}

static inline void native_pte_clear(struct mm_struct *mm, unsigned long addr,
				    pte_t *ptep)
{
	native_set_pte(ptep, native_make_pte(0));
}
#endif

extern pte_t *lookup_address(unsigned long address, unsigned int *level);

static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot)
{
	return __pte(((pteval_t)pfn << PAGE_SHIFT) |
		     (pgprot_val(prot) & __supported_pte_mask));
}

static inline unsigned long pte_pfn(pte_t pte)
{
	return (pte_val(pte) & PTE_PFN_MASK) >> PAGE_SHIFT;
}

#define pte_page(pte) pfn_to_page(pte_pfn(pte))
#define mk_pte(page, prot) pfn_pte(page_to_pfn(page), (prot))

static inline int pte_none(pte_t pte)
{
	return !pte.pte;
}

static inline int pte_present(pte_t pte)
{
	return !!(pte_flags(pte) & _PAGE_PRESENT);
}

static inline int pte_write(pte_t pte)
{
	return !!(pte_flags(pte) & _PAGE_RW);
}

extern void flush_tlb_all(void);
extern void flush_tlb_kernel_range(unsigned long start, unsigned long end);
extern void __flush_tlb_all(void);

static inline void __flush_tlb_one(unsigned long addr)
{
	__flush_tlb_single(addr);
}

#endif
