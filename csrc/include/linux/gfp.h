/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_GFP_H
#define LINUX_GFP_H

#include <linux/types.h>

#define __GFP_WAIT 0x10u
#define __GFP_HIGHMEM 0x02u
#define GFP_ATOMIC 0x20u
#define GFP_KERNEL 0xd0u
#define GFP_HIGHUSER 0x200d2u

unsigned long get_zeroed_page(gfp_t flags);

#endif
