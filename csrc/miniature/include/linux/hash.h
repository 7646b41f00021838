/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_HASH_H
#define LINUX_HASH_H

#include <linux/types.h>

/* multiplicative hash: the top bits of the product with a large odd number */
static inline unsigned long hash_long(unsigned long val, unsigned int bits)
{
	u64 golden = sizeof(long) == 8 ? 0x9e37fffffffc0001ull : 0x9e370001ull;

	return (unsigned long)(val * (unsigned long)golden) >>
	       (BITS_PER_LONG - (int)bits);
}

#endif
