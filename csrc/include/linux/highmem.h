/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_HIGHMEM_H
#define LINUX_HIGHMEM_H

#include <linux/mm.h>
#include <asm/highmem.h>

void *kmap(struct page *page);
void kunmap(struct page *page);
void *kmap_atomic(struct page *page);
void kunmap_atomic(void *kvaddr);
void kmap_flush_unused(void);

#endif
