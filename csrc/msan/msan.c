// SPDX-License-Identifier: GPL-2.0-only
/*
 * The other end of MemorySanitizer. Each byte of memory has a byte of shadow at
 * a fixed distance above it: a bit there is set as long as the bit below was
 * never given a value. The shadow of arguments and results travels in arrays of
 * fixed names. Where a value that was never set decides something, the harness
 * is told, and the code goes on.
 *
 * Not instrumented itself. Kernel code reaches instrumented copies of memset and
 * the like by other names (harness/build/compile-flags.ts): what is here is for
 * the compiler's own use, of which some is on the shadow. No header of a kernel
 * is used: a tree has its own.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long uptr;

#define SHADOW (2ul << 20)

void hb_msan_warning(void);

/* arguments and results, by eight bytes each; the compiler names them */
u64 __msan_param_tls[100];
u64 __msan_retval_tls[100];
u64 __msan_va_arg_tls[100];
u64 __msan_va_arg_overflow_size_tls;
u32 __msan_param_origin_tls[200];
u32 __msan_retval_origin_tls;
u32 __msan_va_arg_origin_tls[200];

void __msan_init(void)
{
}

void __msan_warning(void)
{
	hb_msan_warning();
}

void __msan_warning_with_origin(u32 origin)
{
	hb_msan_warning();
}

#define MAYBE_WARNING(size, type) \
	void __msan_maybe_warning_##size(type shadow, u32 origin) \
	{ \
		if (shadow) \
			hb_msan_warning(); \
	}

MAYBE_WARNING(1, u8)
MAYBE_WARNING(2, unsigned short)
MAYBE_WARNING(4, u32)
MAYBE_WARNING(8, u64)

void *memset(void *to, int c, uptr n)
{
	u8 *p = to;

	for (uptr i = 0; i < n; i++)
		p[i] = (u8)c;
	return to;
}

void *memmove(void *to, const void *from, uptr n)
{
	const u8 *q = from;
	u8 *p = to;

	if (p <= q) {
		for (uptr i = 0; i < n; i++)
			p[i] = q[i];
	} else {
		for (uptr i = n; i-- > 0;)
			p[i] = q[i];
	}
	return to;
}

void *memcpy(void *to, const void *from, uptr n)
{
	return memmove(to, from, n);
}

void *__msan_memset(void *to, int c, uptr n)
{
	memset((u8 *)to + SHADOW, 0, n);
	return memset(to, c, n);
}

void *__msan_memmove(void *to, const void *from, uptr n)
{
	memmove((u8 *)to + SHADOW, (const u8 *)from + SHADOW, n);
	return memmove(to, from, n);
}

void *__msan_memcpy(void *to, const void *from, uptr n)
{
	return __msan_memmove(to, from, n);
}

void __msan_poison_stack(void *at, uptr n)
{
	memset((u8 *)at + SHADOW, 0xff, n);
}
