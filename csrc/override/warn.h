/* SPDX-License-Identifier: GPL-2.0-only */
/* As BUG; every warning is said each time, once or not. */
#undef WARN
#undef WARN_ON
#undef WARN_ON_ONCE
#undef WARN_ONCE
#undef WARN_TAINT
#undef WARN_TAINT_ONCE
#define WARN(condition, fmt...) \
	({ \
		int warn_cond_ = !!(condition); \
		if (__builtin_expect(warn_cond_, 0)) \
			hb_warn_fmt(fmt); \
		__builtin_expect(warn_cond_, 0); \
	})
#define WARN_ON(condition) WARN(condition, "WARN_ON(%s)", #condition)
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN_ONCE(condition, fmt...) WARN(condition, fmt)
#define WARN_TAINT(condition, taint, fmt...) WARN(condition, fmt)
#define WARN_TAINT_ONCE(condition, taint, fmt...) WARN(condition, fmt)
