/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_HIGHMEM_H
#define ASM_HIGHMEM_H

#include <asm/pgtable.h>

/* where harness/machine/layout.ts puts the two areas */
#define PKMAP_BASE 0xf5200000ul
#define LAST_PKMAP 512
#define PKMAP_ADDR(nr) (PKMAP_BASE + ((unsigned long)(nr) << PAGE_SHIFT))
#define PKMAP_NR(virt) (((unsigned long)(virt)-PKMAP_BASE) >> PAGE_SHIFT)

#define KMAP_ATOMIC_BASE 0xf5400000ul
#define KM_TYPE_NR 20

#define kmap_prot PAGE_KERNEL

#endif
