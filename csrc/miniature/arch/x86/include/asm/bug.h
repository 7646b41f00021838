/* SPDX-License-Identifier: GPL-2.0-only */
/* An instruction that traps, and a table of places beside it. */
#ifndef ASM_BUG_H
#define ASM_BUG_H

#define BUG() \
	do { \
		asm volatile("1: ud2"); \
		__builtin_unreachable(); \
	} while (0)
#define BUG_ON(condition) \
	do { \
		if (unlikely(condition)) \
			BUG(); \
	} while (0)

extern void warn_slowpath_null(const char *file, const int line);
extern void warn_slowpath_fmt(const char *file, const int line, const char *fmt,
			      ...);

#define WARN_ON(condition) \
	({ \
		int ret_ = !!(condition); \
		if (unlikely(ret_)) \
			warn_slowpath_null(__FILE__, __LINE__); \
		unlikely(ret_); \
	})
#define WARN(condition, format...) \
	({ \
		int ret_ = !!(condition); \
		if (unlikely(ret_)) \
			warn_slowpath_fmt(__FILE__, __LINE__, format); \
		unlikely(ret_); \
	})

#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN_ONCE(condition, format...) WARN(condition, format)

#endif
