/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_GFP_H
#define LINUX_GFP_H

#include <linux/types.h>
#include <hunkbox/abi.h>

#define __GFP_WAIT HB_GFP_WAIT
#define __GFP_HIGHMEM 0x02u
#define __GFP_ZERO 0x8000u
#define GFP_ATOMIC 0x20u
#define GFP_KERNEL 0xd0u
#define GFP_HIGHUSER 0x200d2u

unsigned long get_zeroed_page(gfp_t flags);
unsigned long __get_free_pages(gfp_t flags, unsigned int order);
void free_pages(unsigned long addr, unsigned int order);
#define __get_free_page(flags) __get_free_pages(flags, 0)
#define free_page(addr) free_pages(addr, 0)

#endif
