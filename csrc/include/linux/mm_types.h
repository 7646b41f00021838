/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel objects that the skeleton passes around. Only the members that kernel
 * code in the six files (or in a patch to them) has reason to use.
 */
#ifndef LINUX_MM_TYPES_H
#define LINUX_MM_TYPES_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct page {
	unsigned long flags;
	atomic_t _count;
	unsigned long private;
	pgoff_t index;
	struct list_head lru;
	void *virtual;
};

/* set by the harness for each page that it makes highmem */
#define PG_highmem 0

struct vm_area_struct;
struct file;

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *vma);
	void (*close)(struct vm_area_struct *vma);
};

struct vm_area_struct {
	struct mm_struct *vm_mm;
	unsigned long vm_start;
	unsigned long vm_end;
	unsigned long vm_flags;
	unsigned long vm_pgoff;
	struct vm_operations_struct *vm_ops;
	struct file *vm_file;
	void *vm_private_data;
	struct vm_area_struct *vm_next;
};

struct mm_struct {
	/* the machine's number for this address space; 0 is init_mm */
	u32 space;
	struct vm_area_struct *mmap;
	struct rw_semaphore mmap_sem;
	struct list_head notifiers;
};

extern struct mm_struct init_mm;

#endif
