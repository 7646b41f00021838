/* SPDX-License-Identifier: GPL-2.0-only */
/* One value from or to a process; through the same door as many. */
#undef __range_not_ok
#undef get_user
#undef put_user
#undef __get_user
#undef __put_user
#define HB_GET_USER(to, from) \
	({ \
		__typeof__(*(from)) hb_value_; \
		int hb_err_ = hb_get_user((void *)&hb_value_, \
					  (const void *)(from), \
					  sizeof(hb_value_)); \
		(to) = hb_err_ ? (__typeof__(to))0 : \
				 (__typeof__(to))hb_value_; \
		hb_err_; \
	})
#define HB_PUT_USER(value, to) \
	({ \
		__typeof__(*(to)) hb_value_ = (value); \
		hb_put_user((void *)(to), (const void *)&hb_value_, \
			    sizeof(hb_value_)); \
	})
#define get_user(to, from) HB_GET_USER(to, from)
#define put_user(value, to) HB_PUT_USER(value, to)
/* of kernel memory only the p2m is written so, and Xen's table of frames read */
#define __put_user(value, to) \
	(__builtin_types_compatible_p(__typeof__(to), unsigned long *) ? \
		 hb_write_p2m((unsigned long *)(to), (unsigned long)(value)) : \
		 HB_PUT_USER(value, to))
#define __get_user(to, from) \
	(__builtin_types_compatible_p(__typeof__(from), unsigned long *) ? \
		 hb_read_m2p((const unsigned long *)(from), \
			     (unsigned long *)&(to)) : \
		 HB_GET_USER(to, from))
/* up to 3.15 in assembly, against the limit of the task */
#define __range_not_ok(addr, size, ...) \
	hb_range_not_ok((unsigned long)(addr), (unsigned long)(size))
