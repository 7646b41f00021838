/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <linux/mm_types.h>
#include <asm/page.h>
#include <asm/paravirt.h>

/* a store to a live page table: Xen traps and emulates it */
void native_set_pte(pte_t *ptep, pte_t pte);
void native_pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep);
pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep);

pte_t *lookup_address(unsigned long address, unsigned int *level);

pte_t __pte(pteval_t val);
pteval_t pte_val(pte_t pte);
pte_t pfn_pte(unsigned long pfn, pgprot_t prot);
unsigned long pte_pfn(pte_t pte);
#define pte_page(pte) pfn_to_page(pte_pfn(pte))
#define mk_pte(page, prot) pfn_pte(page_to_pfn(page), prot)

void set_pte(pte_t *ptep, pte_t pte);
void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep,
		pte_t pte);
void pte_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep);

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

#define __flush_tlb_single(addr) \
	hb_flush_tlb_one(hb_lo(hb_va(addr)), hb_hi(hb_va(addr)))
#define __flush_tlb_one(addr) __flush_tlb_single(addr)
#define __flush_tlb_all() hb_flush_tlb_all()
#define flush_tlb_all() hb_flush_tlb_all()
#define flush_tlb_kernel_range(start, end) hb_flush_tlb_all()

#endif
