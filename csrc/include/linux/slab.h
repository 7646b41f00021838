/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_SLAB_H
#define LINUX_SLAB_H

#include <linux/kernel.h>
#include <linux/gfp.h>

void *kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void *kmalloc_array(size_t n, size_t size, gfp_t flags);
void *kcalloc(size_t n, size_t size, gfp_t flags);
void kfree(const void *p);

#endif
