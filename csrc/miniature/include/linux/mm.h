/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_MM_H
#define LINUX_MM_H

#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/mm_types.h>
#include <linux/mmzone.h>
#include <linux/sched.h>
#include <asm/page.h>
#include <asm/pgtable.h>

#define VM_READ 0x1ul
#define VM_WRITE 0x2ul
#define VM_SHARED 0x8ul
#define VM_MAYREAD 0x10ul
#define VM_MAYWRITE 0x20ul
#define VM_MAYSHARE 0x80ul
#define VM_PFNMAP 0x400ul
#define VM_IO 0x4000ul
#define VM_DONTCOPY 0x20000ul
#define VM_DONTEXPAND 0x40000ul
#define VM_RESERVED 0x80000ul

#define ZONES_PGSHIFT (BITS_PER_LONG - 2)

static inline enum zone_type page_zonenum(const struct page *page)
{
	return (page->flags >> ZONES_PGSHIFT) & 3;
}

static inline struct zone *page_zone(const struct page *page)
{
	return &NODE_DATA(0)->node_zones[page_zonenum(page)];
}

static inline void set_page_zone(struct page *page, enum zone_type zone)
{
	page->flags &= ~(3ul << ZONES_PGSHIFT);
	page->flags |= (zone & 3ul) << ZONES_PGSHIFT;
}

#ifdef CONFIG_HIGHMEM
#define PageHighMem(page) is_highmem(page_zone(page))
#else
#define PageHighMem(page) 0
#endif

static inline int page_count(struct page *page)
{
	return atomic_read(&page->_count);
}

/* who else sets a count is in mm/internal.h */
static inline void init_page_count(struct page *page)
{
	atomic_set(&page->_count, 1);
}

typedef struct page *pgtable_t;
typedef int (*pte_fn_t)(pte_t *pte, pgtable_t token, unsigned long addr,
			void *data);
extern int apply_to_page_range(struct mm_struct *mm, unsigned long address,
			       unsigned long size, pte_fn_t fn, void *data);
extern struct vm_area_struct *find_vma(struct mm_struct *mm,
				       unsigned long addr);

#ifdef CONFIG_HIGHMEM
void *page_address(struct page *page);
#else
#define page_address(page) __va(page_to_pfn(page) << PAGE_SHIFT)
#endif

#define vma_pages(vma) (((vma)->vm_end - (vma)->vm_start) >> PAGE_SHIFT)
#define pfn_to_kaddr(pfn) __va((pfn) << PAGE_SHIFT)

#endif
