/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PGTABLE_TYPES_H
#define ASM_PGTABLE_TYPES_H

#include <linux/compiler.h>
#include <linux/types.h>

typedef u64 pteval_t;
typedef u64 pgprotval_t;

#ifdef CONFIG_X86_PAE
typedef union {
	struct {
		unsigned long pte_low, pte_high;
	};
	pteval_t pte;
} pte_t;
#define PHYSICAL_MASK_SHIFT 44
#else
typedef struct {
	pteval_t pte;
} pte_t;
#define PHYSICAL_MASK_SHIFT 46
#endif

typedef struct pgprot {
	pgprotval_t pgprot;
} pgprot_t;

#define _PAGE_PRESENT ((pteval_t)1 << 0)
#define _PAGE_RW ((pteval_t)1 << 1)
#define _PAGE_USER ((pteval_t)1 << 2)
#define _PAGE_PWT ((pteval_t)1 << 3)
#define _PAGE_PCD ((pteval_t)1 << 4)
#define _PAGE_ACCESSED ((pteval_t)1 << 5)
#define _PAGE_DIRTY ((pteval_t)1 << 6)
#define _PAGE_PSE ((pteval_t)1 << 7)
#define _PAGE_GLOBAL ((pteval_t)1 << 8)
#define _PAGE_SPECIAL ((pteval_t)1 << 9)
#define _PAGE_IOMAP ((pteval_t)1 << 10)
#define _PAGE_NX ((pteval_t)1 << 63)

#define PTE_PFN_MASK ((((pteval_t)1 << PHYSICAL_MASK_SHIFT) - 1) & ~0xfffull)
#define PTE_FLAGS_MASK (~PTE_PFN_MASK)

#define __pgprot(x) ((pgprot_t){ (x) })
#define pgprot_val(x) ((x).pgprot)

#define PAGE_KERNEL \
	__pgprot(_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY | \
		 _PAGE_GLOBAL | _PAGE_NX)

#define PAGE_READONLY \
	__pgprot(_PAGE_PRESENT | _PAGE_USER | _PAGE_ACCESSED | _PAGE_NX)

#define PAGE_KERNEL_RO \
	__pgprot(_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_GLOBAL | \
		 _PAGE_NX)
#define PAGE_SHARED \
	__pgprot(_PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_ACCESSED | \
		 _PAGE_NX)

enum pg_level {
	PG_LEVEL_NONE,
	PG_LEVEL_4K,
	PG_LEVEL_2M,
	PG_LEVEL_1G,
};

/* what the processor knows of the bits */
extern pteval_t __supported_pte_mask;

static inline pte_t native_make_pte(pteval_t val)
{
	return (pte_t){ .pte = val };
}

static inline pteval_t native_pte_val(pte_t pte)
{
	return pte.pte;
}

static inline pteval_t pte_flags(pte_t pte)
{
	return native_pte_val(pte) & PTE_FLAGS_MASK;
}

#endif
