/* SPDX-License-Identifier: GPL-2.0-only */
/* What kernel code passes around, with members in each other's place. */
#ifndef LINUX_MM_TYPES_H
#define LINUX_MM_TYPES_H

#include <linux/list.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <asm/atomic.h>
#include <asm/page.h>

struct address_space;
struct vm_area_struct;
struct file;

struct page {
	unsigned long flags;
	atomic_t _count;
	union {
		atomic_t _mapcount;
		struct {
			u16 inuse;
			u16 objects;
		};
	};
	union {
		struct {
			unsigned long private;
			struct address_space *mapping;
		};
		struct page *first_page;
	};
	union {
		pgoff_t index;
		void *freelist;
	};
	struct list_head lru;
};

struct vm_operations_struct {
	void (*open)(struct vm_area_struct *area);
	void (*close)(struct vm_area_struct *area);
};

struct mm_struct {
	struct vm_area_struct *mmap;
	atomic_t mm_users;
	atomic_t mm_count;
	struct rw_semaphore mmap_sem;
};

struct vm_area_struct {
	struct mm_struct *vm_mm;
	unsigned long vm_start;
	unsigned long vm_end;
	struct vm_area_struct *vm_next, *vm_prev;
	pgprot_t vm_page_prot;
	unsigned long vm_flags;
	const struct vm_operations_struct *vm_ops;
	unsigned long vm_pgoff;
	struct file *vm_file;
	void *vm_private_data;
};

extern struct mm_struct init_mm;

#endif
