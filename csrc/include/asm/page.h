/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <linux/types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1ul << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PFN_DOWN(x) ((x) >> PAGE_SHIFT)
#define PFN_PHYS(x) ((phys_addr_t)(x) << PAGE_SHIFT)

#ifdef CONFIG_X86_64
#define PAGE_OFFSET 0xffff880000000000ul
#else
#define PAGE_OFFSET 0xc0000000ul
#endif

#define __va(x) ((void *)((unsigned long)(x) + PAGE_OFFSET))
#define __pa(x) ((unsigned long)(x)-PAGE_OFFSET)
#define virt_to_pfn(v) PFN_DOWN(__pa(v))

struct page;
struct page *pfn_to_page(unsigned long pfn);
unsigned long page_to_pfn(const struct page *page);
bool pfn_valid(unsigned long pfn);
#define virt_to_page(v) pfn_to_page(virt_to_pfn(v))

/* one past the highest page frame number that can exist here */
extern unsigned long max_pfn;

#include <asm/pgtable_types.h>

#endif
