/* SPDX-License-Identifier: GPL-2.0-only */
/* Operations by a table: a call that is patched when the kernel boots. */
#ifndef ASM_PARAVIRT_H
#define ASM_PARAVIRT_H

#include <asm/pgtable_types.h>

struct mm_struct;

struct pv_mmu_ops {
	void (*flush_tlb_user)(void);
	void (*flush_tlb_single)(unsigned long addr);
	void (*set_pte)(pte_t *ptep, pte_t pteval);
	void (*set_pte_at)(struct mm_struct *mm, unsigned long addr,
			   pte_t *ptep, pte_t pteval);
#ifdef CONFIG_X86_PAE
	void (*set_pte_atomic)(pte_t *ptep, pte_t pteval);
	void (*pte_clear)(struct mm_struct *mm, unsigned long addr,
			  pte_t *ptep);
#endif
	pteval_t (*pte_val)(pte_t pte);
	pte_t (*make_pte)(pteval_t pte);
	void (*enter_lazy)(void);
	void (*leave_lazy)(void);
};

extern struct pv_mmu_ops pv_mmu_ops;

#define PVOP_CALL(op) asm volatile("call *%0" : : "m"(pv_mmu_ops.op) : "memory")

static inline void __flush_tlb_single(unsigned long addr)
{
	PVOP_CALL(flush_tlb_single);
}

static inline pte_t __pte(pteval_t val)
{
	pteval_t ret = val;

	PVOP_CALL(make_pte);
	return (pte_t){ .pte = ret };
}

static inline pteval_t pte_val(pte_t pte)
{
	pteval_t ret = pte.pte;

	PVOP_CALL(pte_val);
	return ret;
}

static inline void set_pte(pte_t *ptep, pte_t pte)
{
	PVOP_CALL(set_pte);
}

static inline void set_pte_at(struct mm_struct *mm, unsigned long addr,
			      pte_t *ptep, pte_t pte)
{
	PVOP_CALL(set_pte_at);
}

#ifdef CONFIG_X86_PAE
static inline void pte_clear(struct mm_struct *mm, unsigned long addr,
			     pte_t *ptep)
{
	PVOP_CALL(pte_clear);
}
#else
static inline void pte_clear(struct mm_struct *mm, unsigned long addr,
			     pte_t *ptep)
{
	set_pte_at(mm, addr, ptep, __pte(0));
}
#endif

enum paravirt_lazy_mode {
	PARAVIRT_LAZY_NONE,
	PARAVIRT_LAZY_MMU,
};

enum paravirt_lazy_mode paravirt_get_lazy_mode(void);
void paravirt_enter_lazy_mmu(void);
void paravirt_leave_lazy_mmu(void);

static inline void arch_enter_lazy_mmu_mode(void)
{
	PVOP_CALL(enter_lazy);
}

static inline void arch_leave_lazy_mmu_mode(void)
{
	PVOP_CALL(leave_lazy);
}

void arch_flush_lazy_mmu_mode(void);

#endif
