// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names by which kernels of all ages print, over the runtime's own console
 * (csrc/runtime/printk.c). The one file here that is compiled with our headers.
 */
#include <linux/kernel.h>

/* arguments without a type have no shadow here: a module that keeps shadow leaves these out */
#pragma clang attribute push(__attribute__((no_sanitize("memory"))), \
			     apply_to = function)

int hb_vprintk(const char *fmt, __builtin_va_list args);
void hb_vwarn(const char *fmt, __builtin_va_list args);

int _printk(const char *fmt, ...)
{
	__builtin_va_list args;
	int len;

	__builtin_va_start(args, fmt);
	len = hb_vprintk(fmt, args);
	__builtin_va_end(args);
	return len;
}

void __warn_printk(const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	hb_vwarn(fmt, args);
	__builtin_va_end(args);
}

#pragma clang attribute pop
