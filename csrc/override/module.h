/* SPDX-License-Identifier: GPL-2.0-only */
/* Initcalls make themselves known when the module is loaded; nobody asks for symbols by name. */
#undef module_init
#undef module_exit
#define module_init(fn) \
	static void __attribute__((__constructor__, __used__)) \
	hb_initcall_##fn(void) \
	{ \
		hb_add_initcall(fn); \
	}
/* no scenario unloads a module, but something would call it: it is not unused */
#define module_exit(fn) \
	static void (*const __attribute__((__unused__)) \
		     module_exit_##fn)(void) = fn
