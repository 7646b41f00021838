/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_HIGHMEM_H
#define ASM_HIGHMEM_H

#include <asm/pgtable.h>

#define PKMAP_BASE HB_PKMAP_BASE
#define LAST_PKMAP HB_NR_PKMAPS
#define PKMAP_ADDR(nr) (PKMAP_BASE + ((unsigned long)(nr) << PAGE_SHIFT))
#define PKMAP_NR(virt) (((unsigned long)(virt)-PKMAP_BASE) >> PAGE_SHIFT)

#define KMAP_ATOMIC_BASE HB_FIXMAP_BASE
#define KM_TYPE_NR 20

#define kmap_prot PAGE_KERNEL

#endif
