// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the compiler calls for arithmetic that WebAssembly lacks: kernels check
 * the product of two sizes with 128 bits.
 */
#include <hunkbox/types.h>

/* the compiler calls these without shadow */
#pragma clang attribute push(__attribute__((no_sanitize("memory"))), \
			     apply_to = function)

#ifdef __LP64__
union words {
	__int128 all;
	struct {
		u64 low;
		u64 high;
	} half;
};

__int128 __multi3(__int128 a, __int128 b)
{
	union words x = { .all = a }, y = { .all = b }, product;
	u64 a0 = (u32)x.half.low, a1 = x.half.low >> 32;
	u64 b0 = (u32)y.half.low, b1 = y.half.low >> 32;
	u64 low = a0 * b0;
	u64 middle = a1 * b0 + (low >> 32);
	u64 other = a0 * b1 + (u32)middle;

	product.half.low = other << 32 | (u32)low;
	product.half.high = a1 * b1 + (middle >> 32) + (other >> 32) +
			    x.half.low * y.half.high + x.half.high * y.half.low;
	return product.all;
}
#endif

#pragma clang attribute pop
