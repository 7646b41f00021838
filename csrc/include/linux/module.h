/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_MODULE_H
#define LINUX_MODULE_H

#include <linux/kernel.h>

#define THIS_MODULE ((struct module *)NULL)
#define EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_GPL(sym)
#define MODULE_LICENSE(text)
#define MODULE_AUTHOR(text)
#define MODULE_DESCRIPTION(text)
#define MODULE_PARM_DESC(name, text)
#define module_param(name, type, perm)
#define module_exit(fn) \
	__attribute__((used)) static void (*const exitcall_##fn)(void) = fn
/* called at boot, in the order of the units (csrc/runtime/boot.c) */
void hb_add_initcall(int (*fn)(void));
#define module_init(fn) \
	__attribute__((constructor)) static void initcall_##fn(void) \
	{ \
		hb_add_initcall(fn); \
	} \
	struct hb_needs_semicolon_##fn

#endif
