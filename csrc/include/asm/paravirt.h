/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PARAVIRT_H
#define ASM_PARAVIRT_H

#include <asm/pgtable_types.h>

struct mm_struct;

/* the page-table operations that a hypervisor's port replaces */
struct pv_mmu_ops {
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

enum paravirt_lazy_mode {
	PARAVIRT_LAZY_NONE,
	PARAVIRT_LAZY_MMU,
};

enum paravirt_lazy_mode paravirt_get_lazy_mode(void);
void arch_enter_lazy_mmu_mode(void);
void arch_leave_lazy_mmu_mode(void);
void arch_flush_lazy_mmu_mode(void);

#endif
