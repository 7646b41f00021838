// SPDX-License-Identifier: GPL-2.0-only
/*
 * The other end of MemorySanitizer. Each byte of memory has a byte of shadow at
 * a fixed distance above it: a bit there is set as long as the bit below was
 * never given a value. Behind the shadow, each four bytes have a word that says
 * where such a value came from: the address of the compiler's description of a
 * variable on the stack, or of an object of the heap. The shadow of arguments and
 * results travels in arrays of fixed names. Where a value that was never set
 * decides something, the harness is told, and the code goes on.
 *
 * Not instrumented itself. Kernel code reaches instrumented copies of memset and
 * the like by other names (harness/compile/toolchain/compile-flags.ts): what is here is for
 * the compiler's own use, of which some is on the shadow. No header of a kernel
 * is used: a tree has its own.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long uptr;

#define SHADOW (2ul << 20)
#define ORIGINS (4ul << 20)

void hb_msan_warning(u32 origin);

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

void __msan_warning_with_origin(u32 origin)
{
	hb_msan_warning(origin);
}

void __msan_set_origin(void *at, uptr n, u32 origin)
{
	u32 *word = (u32 *)(((uptr)at & ~3ul) + ORIGINS);
	u32 *end = (u32 *)((((uptr)at + n + 3) & ~3ul) + ORIGINS);

	while (word < end)
		*word++ = origin;
}

/* not asked for: a value keeps the origin that it was born with */
u32 __msan_chain_origin(u32 origin)
{
	return origin;
}

/* in the place of branches, in functions that would have too many of them */
#define MAYBE(size, type) \
	void __msan_maybe_warning_##size(type shadow, u32 origin) \
	{ \
		if (shadow) \
			hb_msan_warning(origin); \
	} \
	void __msan_maybe_store_origin_##size(type shadow, void *at, \
					      u32 origin) \
	{ \
		if (shadow) \
			__msan_set_origin(at, size, origin); \
	}

MAYBE(1, u8)
MAYBE(2, unsigned short)
MAYBE(4, u32)
MAYBE(8, u64)

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

/* the source may be overwritten: to be called first */
static void move_origins(uptr to, uptr from, uptr n)
{
	u8 *shadow = (u8 *)from + SHADOW;

	for (uptr k = 0; k < n; k++) {
		uptr i = to <= from ? k : n - 1 - k;

		if (shadow[i])
			*(u32 *)(((to + i) & ~3ul) + ORIGINS) =
				*(u32 *)(((from + i) & ~3ul) + ORIGINS);
	}
}

void *__msan_memmove(void *to, const void *from, uptr n)
{
	move_origins((uptr)to, (uptr)from, n);
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

/* the description is "----variable@function" */
void __msan_set_alloca_origin4(void *at, uptr n, char *description,
			       uptr function)
{
	__msan_set_origin(at, n, (u32)(uptr)description);
}
