/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef XEN_BALLOON_H
#define XEN_BALLOON_H

#include <linux/mm_types.h>

int alloc_xenballooned_pages(int nr_pages, struct page **pages);
void free_xenballooned_pages(int nr_pages, struct page **pages);

#endif
