// SPDX-License-Identifier: GPL-2.0-only
/*
 * The other end of AddressSanitizer and of the checks for what C leaves
 * undefined. Of each 8 bytes of memory, one byte of shadow at an eighth of the
 * address says how many may be used: all for 0, the first n for n, none from
 * 0x80 up. The shadow lies at the start of memory, where nothing else is. The
 * harness marks the heap; stack and globals mark themselves. A bad access is
 * told and then done: the harness says which ones a kernel does not survive.
 *
 * Not instrumented itself. No header of a kernel is used: a tree has its own.
 */
#include <hunkbox/abi.h>

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long uptr;

void hb_asan_bad(u32 lo, u32 hi, u32 size, u32 write);
void hb_ubsan(u32 kind, u32 place, u32 a_lo, u32 a_hi, u32 b_lo, u32 b_hi);

/* as the compiler lays out what it says of a global variable */
struct asan_global {
	uptr start;
	uptr size;
	uptr size_with_redzone;
	const char *name;
	const char *module;
	uptr dynamic;
	uptr location;
	uptr odr;
};

/* read by harness/guest/memory/kernel-globals.ts */
#define TABLES_MAX 64
struct {
	struct asan_global *globals;
	uptr n;
} hb_asan_tables[TABLES_MAX];
u32 hb_asan_nr_tables;

#define GLOBAL_REDZONE 0xf9

static u8 *shadow_of(uptr addr)
{
	return (u8 *)(addr >> 3);
}

static void tell(uptr addr, uptr size, u32 write)
{
	hb_asan_bad((u32)addr, (u32)((u64)addr >> 32), (u32)size, write);
}

/* size is 1, 2, 4 or 8: an access may lie in two bytes of shadow if unaligned */
static inline void check(uptr addr, uptr size, u32 write)
{
	uptr last = addr + size - 1;
	signed char value;

	if (last >= HB_MEMORY_BYTES || addr > last) {
		tell(addr, size, write);
		return;
	}
	value = *(signed char *)shadow_of(last);
	if (value && (signed char)(last & 7) >= value) {
		tell(addr, size, write);
		return;
	}
	/* of the first of two, all that is used lies at its end */
	if ((addr ^ last) >> 3 && *shadow_of(addr))
		tell(addr, size, write);
}

#define ACCESS(size) \
	void __asan_load##size##_noabort(uptr addr) \
	{ \
		check(addr, size, 0); \
	} \
	void __asan_store##size##_noabort(uptr addr) \
	{ \
		check(addr, size, 1); \
	}

ACCESS(1)
ACCESS(2)
ACCESS(4)
ACCESS(8)
ACCESS(16)

static void check_range(uptr addr, uptr size, u32 write)
{
	uptr done = 0;

	/* a piece at a time: each tells for itself, the first one is enough */
	for (; done < size; done += 8 - ((addr + done) & 7)) {
		uptr here = addr + done;
		uptr n = 8 - (here & 7);
		signed char value;

		if (n > size - done)
			n = size - done;
		value = here < HB_MEMORY_BYTES ?
				*(signed char *)shadow_of(here) :
				-1;
		if (value && (signed char)((here + n - 1) & 7) >= value) {
			tell(here, n, write);
			return;
		}
	}
}

void __asan_loadN_noabort(uptr addr, uptr size)
{
	check_range(addr, size, 0);
}

void __asan_storeN_noabort(uptr addr, uptr size)
{
	check_range(addr, size, 1);
}

void *__asan_memset(void *to, int c, uptr n)
{
	u8 *p = to;

	check_range((uptr)to, n, 1);
	for (uptr i = 0; i < n; i++)
		p[i] = (u8)c;
	return to;
}

void *__asan_memmove(void *to, const void *from, uptr n)
{
	const u8 *q = from;
	u8 *p = to;

	check_range((uptr)from, n, 0);
	check_range((uptr)to, n, 1);
	if (p <= q) {
		for (uptr i = 0; i < n; i++)
			p[i] = q[i];
	} else {
		for (uptr i = n; i-- > 0;)
			p[i] = q[i];
	}
	return to;
}

void *__asan_memcpy(void *to, const void *from, uptr n)
{
	return __asan_memmove(to, from, n);
}

static void mark(uptr addr, uptr n, u8 value)
{
	for (uptr i = 0; i < n; i++)
		((u8 *)addr)[i] = value;
}

#define SET_SHADOW(name, value) \
	void __asan_set_shadow_##name(uptr addr, uptr n) \
	{ \
		mark(addr, n, value); \
	}

SET_SHADOW(00, 0)
SET_SHADOW(f1, 0xf1)
SET_SHADOW(f2, 0xf2)
SET_SHADOW(f3, 0xf3)
SET_SHADOW(f5, 0xf5)
SET_SHADOW(f8, 0xf8)

/* arrays whose length is known when they are made */
void __asan_alloca_poison(uptr addr, uptr n)
{
	uptr end = (addr + n + 31) & ~31ul;

	mark((addr - 32) >> 3, 4, 0xca);
	if (n & 7)
		*shadow_of(addr + n) = n & 7;
	mark((addr + n + 7) >> 3, (end - ((addr + n + 7) & ~7ul)) >> 3, 0xcb);
	mark(end >> 3, 4, 0xcb);
}

void __asan_allocas_unpoison(uptr top, uptr bottom)
{
	if (top && top <= bottom)
		mark(top >> 3, (bottom - top) >> 3, 0);
}

void __asan_handle_no_return(void)
{
}

void __asan_init(void)
{
}

void __asan_version_mismatch_check_v8(void)
{
}

void __asan_register_globals(struct asan_global *globals, uptr n)
{
	if (hb_asan_nr_tables < TABLES_MAX) {
		hb_asan_tables[hb_asan_nr_tables].globals = globals;
		hb_asan_tables[hb_asan_nr_tables++].n = n;
	}
	for (uptr i = 0; i < n; i++) {
		uptr end = globals[i].start + globals[i].size;
		uptr stop = globals[i].start + globals[i].size_with_redzone;

		if (end & 7)
			*shadow_of(end) = end & 7;
		end = (end + 7) & ~7ul;
		mark(end >> 3, (stop - end) >> 3, GLOBAL_REDZONE);
	}
}

/* the numbers of KINDS in harness/guest/memory/undefined-behaviour.ts */
enum hb_undefined {
	OUT_OF_BOUNDS,
	SHIFT,
	MISALIGNED,
	NOT_BOOL,
	DIVIDE,
	VLA
};

static void undefined(enum hb_undefined kind, const void *place, uptr a, uptr b)
{
	hb_ubsan(kind, (u32)(uptr)place, (u32)a, (u32)((u64)a >> 32), (u32)b,
		 (u32)((u64)b >> 32));
}

void __ubsan_handle_out_of_bounds(const void *place, uptr index)
{
	undefined(OUT_OF_BOUNDS, place, index, 0);
}

void __ubsan_handle_shift_out_of_bounds(const void *place, uptr value, uptr by)
{
	undefined(SHIFT, place, value, by);
}

void __ubsan_handle_type_mismatch_v1(const void *place, uptr pointer)
{
	undefined(MISALIGNED, place, pointer, 0);
}

void __ubsan_handle_load_invalid_value(const void *place, uptr value)
{
	undefined(NOT_BOOL, place, value, 0);
}

void __ubsan_handle_divrem_overflow(const void *place, uptr a, uptr b)
{
	undefined(DIVIDE, place, a, b);
}

void __ubsan_handle_vla_bound_not_positive(const void *place, uptr bound)
{
	undefined(VLA, place, bound, 0);
}
