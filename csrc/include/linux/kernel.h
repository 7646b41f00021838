/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_KERNEL_H
#define LINUX_KERNEL_H

#include <linux/types.h>
#include <hunkbox/imports.h>

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define container_of(ptr, type, member) \
	((type *)((char *)(ptr)-offsetof(type, member)))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))

#define KERN_ERR "<3>"
#define KERN_WARNING "<4>"
#define KERN_INFO "<6>"
#define KERN_DEBUG "<7>"

__attribute__((format(printf, 1, 2))) int printk(const char *fmt, ...);
__attribute__((format(printf, 1, 2))) void hb_warn_fmt(const char *fmt, ...);

#define pr_err(fmt, ...) printk(KERN_ERR fmt, ##__VA_ARGS__)
#define pr_warning(fmt, ...) printk(KERN_WARNING fmt, ##__VA_ARGS__)
#define pr_warn pr_warning
#define pr_info(fmt, ...) printk(KERN_INFO fmt, ##__VA_ARGS__)
#define pr_debug(fmt, ...) \
	do { \
		if (0) \
			printk(KERN_DEBUG fmt, ##__VA_ARGS__); \
	} while (0)

#define WARN(condition, fmt...) \
	({ \
		int warn_cond_ = !!(condition); \
		if (unlikely(warn_cond_)) \
			hb_warn_fmt(fmt); \
		unlikely(warn_cond_); \
	})
#define WARN_ON(condition) WARN(condition, "WARN_ON(%s)", #condition)
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN_ONCE(condition, fmt...) WARN(condition, fmt)
/* no line in the text: the stack says where, and a moved line changes no code */
#define BUG() hb_bug()
#define BUG_ON(condition) \
	do { \
		if (unlikely(condition)) \
			BUG(); \
	} while (0)

#define might_sleep() hb_might_sleep()

#endif
