/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_MM_H
#define LINUX_MM_H

#include <linux/mm_types.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <asm/page.h>

#define VM_READ 0x1ul
#define VM_WRITE 0x2ul
#define VM_SHARED 0x8ul
#define VM_PFNMAP 0x400ul
#define VM_IO 0x4000ul
#define VM_DONTCOPY 0x20000ul
#define VM_DONTEXPAND 0x40000ul
#define VM_RESERVED 0x80000ul

#ifdef CONFIG_HIGHMEM
#define PageHighMem(page) ((page)->flags >> PG_highmem & 1)
#else
#define PageHighMem(page) 0
#endif

typedef struct page *pgtable_t;
typedef int (*pte_fn_t)(pte_t *pte, pgtable_t token, unsigned long addr,
			void *data);
int apply_to_page_range(struct mm_struct *mm, unsigned long addr,
			unsigned long size, pte_fn_t fn, void *data);
struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr);

void *page_address(const struct page *page);
void set_page_address(struct page *page, void *virtual);

#define vma_pages(vma) (((vma)->vm_end - (vma)->vm_start) >> PAGE_SHIFT)
#define pfn_to_kaddr(pfn) __va((phys_addr_t)(pfn) << PAGE_SHIFT)

struct mm_struct *get_current_mm(void);
struct mm_struct *hb_get_task_mm(void);
#define get_task_mm(task) hb_get_task_mm()
#define mmput(mm) ((void)(mm))
#define current NULL

#endif
