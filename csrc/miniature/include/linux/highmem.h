/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_HIGHMEM_H
#define LINUX_HIGHMEM_H

#include <linux/mm.h>

#ifdef CONFIG_HIGHMEM
void *kmap(struct page *page);
void kunmap(struct page *page);
void *kmap_atomic(struct page *page);
void kunmap_atomic(void *address);
void kmap_flush_unused(void);
#else
static inline void *kmap(struct page *page)
{
	might_sleep();
	return page_address(page);
}

static inline void kunmap(struct page *page)
{
}

static inline void *kmap_atomic(struct page *page)
{
	return page_address(page);
}

static inline void kunmap_atomic(void *address)
{
}

#define kmap_flush_unused() \
	do { \
	} while (0)
#endif

#endif
