/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_KERNEL_H
#define LINUX_KERNEL_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/bug.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define container_of(ptr, type, member) \
	((type *)((char *)(ptr)-offsetof(type, member)))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))

#define KERN_ERR "<3>"
#define KERN_WARNING "<4>"
#define KERN_INFO "<6>"
#define KERN_DEBUG "<7>"

asmlinkage __attribute__((format(printf, 1, 2))) int printk(const char *fmt,
							    ...);

#define pr_err(fmt, ...) printk(KERN_ERR fmt, ##__VA_ARGS__)
#define pr_warning(fmt, ...) printk(KERN_WARNING fmt, ##__VA_ARGS__)
#define pr_warn pr_warning
#define pr_info(fmt, ...) printk(KERN_INFO fmt, ##__VA_ARGS__)
#define pr_debug(fmt, ...) \
	({ \
		if (0) \
			printk(KERN_DEBUG fmt, ##__VA_ARGS__); \
		0; \
	})

extern int _cond_resched(void);
#define might_sleep() _cond_resched()

#include <linux/everyday.h>

#endif
