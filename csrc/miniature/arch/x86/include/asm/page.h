/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PAGE_H
#define ASM_PAGE_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/pgtable_types.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE (1ul << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PFN_DOWN(x) ((x) >> PAGE_SHIFT)
#define PFN_PHYS(x) ((phys_addr_t)(x) << PAGE_SHIFT)

#ifdef CONFIG_X86_64
#define PAGE_OFFSET 0xffff880000000000ul
#else
#define PAGE_OFFSET ((unsigned long)CONFIG_PAGE_OFFSET)
#endif

extern unsigned long __phys_addr(unsigned long va);
#define __pa(x) __phys_addr((unsigned long)(x))
#define __va(x) ((void *)((unsigned long)(x) + PAGE_OFFSET))
#define virt_to_pfn(v) PFN_DOWN(__pa(v))
#define virt_to_page(v) pfn_to_page(virt_to_pfn(v))

extern struct page *mem_map;
#define __pfn_to_page(pfn) (mem_map + (pfn))
#define __page_to_pfn(page) ((unsigned long)((page)-mem_map))
#define page_to_pfn __page_to_pfn
#define pfn_to_page __pfn_to_page

extern bool __virt_addr_valid(unsigned long kaddr);
#define virt_addr_valid(kaddr) __virt_addr_valid((unsigned long)(kaddr))
#define pfn_valid(pfn) virt_addr_valid(__va((pfn) << PAGE_SHIFT))

#endif
