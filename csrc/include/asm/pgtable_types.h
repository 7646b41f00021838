/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PGTABLE_TYPES_H
#define ASM_PGTABLE_TYPES_H

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

typedef struct {
	pgprotval_t pgprot;
} pgprot_t;

#define _PAGE_PRESENT 0x001ull
#define _PAGE_RW 0x002ull
#define _PAGE_USER 0x004ull
#define _PAGE_PWT 0x008ull
#define _PAGE_PCD 0x010ull
#define _PAGE_ACCESSED 0x020ull
#define _PAGE_DIRTY 0x040ull
#define _PAGE_PSE 0x080ull
#define _PAGE_GLOBAL 0x100ull
#define _PAGE_IOMAP 0x400ull
#define _PAGE_SPECIAL 0x200ull
#define _PAGE_NX (1ull << 63)

#define PTE_PFN_MASK (((1ull << PHYSICAL_MASK_SHIFT) - 1) & ~0xfffull)
#define PTE_FLAGS_MASK (~PTE_PFN_MASK)

#define __pgprot(x) ((pgprot_t){ (x) })
#define pgprot_val(x) ((x).pgprot)

#define PAGE_KERNEL \
	__pgprot(_PAGE_PRESENT | _PAGE_RW | _PAGE_ACCESSED | _PAGE_DIRTY | \
		 _PAGE_NX)
#define PAGE_KERNEL_RO \
	__pgprot(_PAGE_PRESENT | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_NX)
#define PAGE_SHARED \
	__pgprot(_PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_ACCESSED | \
		 _PAGE_NX)

enum pg_level {
	PG_LEVEL_NONE,
	PG_LEVEL_4K,
	PG_LEVEL_2M,
	PG_LEVEL_1G,
};

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
