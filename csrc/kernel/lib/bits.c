// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words, bits and strings, without the instructions that only an x86 has.
 */

#ifdef HB_HAS_arch_atomic_inc
#define ATOMIC(name) arch_atomic_##name
#else
#define ATOMIC(name) atomic_##name
#endif

/* what is true or false was an int up to 4.x */
#define RESULT_OF(call) __typeof__(call)

/* some are macros over others: here each is a function */
#undef arch_atomic_add
#undef arch_atomic_sub
#undef arch_atomic_inc
#undef arch_atomic_dec
#undef arch_atomic_sub_and_test
#undef arch_atomic_dec_and_test
#undef arch_atomic_inc_and_test
#undef arch_atomic_add_return
#undef arch_atomic_sub_return
#undef arch_atomic_fetch_add
#undef arch_atomic_fetch_sub
#undef arch_atomic_xchg
#undef arch_atomic_cmpxchg
#undef arch_atomic_try_cmpxchg

void ATOMIC(add)(int i, atomic_t *v)
{
	v->counter += i;
}

void ATOMIC(sub)(int i, atomic_t *v)
{
	v->counter -= i;
}

void ATOMIC(inc)(atomic_t *v)
{
	v->counter++;
}

void ATOMIC(dec)(atomic_t *v)
{
	v->counter--;
}

RESULT_OF(ATOMIC(sub_and_test)(0, NULL))
ATOMIC(sub_and_test)(int i, atomic_t *v)
{
	return (v->counter -= i) == 0;
}

RESULT_OF(ATOMIC(dec_and_test)(NULL)) ATOMIC(dec_and_test)(atomic_t *v)
{
	return --v->counter == 0;
}

RESULT_OF(ATOMIC(inc_and_test)(NULL)) ATOMIC(inc_and_test)(atomic_t *v)
{
	return ++v->counter == 0;
}

int ATOMIC(add_return)(int i, atomic_t *v)
{
	return v->counter += i;
}

int ATOMIC(sub_return)(int i, atomic_t *v)
{
	return v->counter -= i;
}

int ATOMIC(fetch_add)(int i, atomic_t *v)
{
	int old = v->counter;

	v->counter += i;
	return old;
}

int ATOMIC(fetch_sub)(int i, atomic_t *v)
{
	int old = v->counter;

	v->counter -= i;
	return old;
}

int ATOMIC(xchg)(atomic_t *v, int new)
{
	int old = v->counter;

	v->counter = new;
	return old;
}

int ATOMIC(cmpxchg)(atomic_t *v, int old, int new)
{
	int was = v->counter;

	if (was == old)
		v->counter = new;
	return was;
}

bool ATOMIC(try_cmpxchg)(atomic_t *v, int *old, int new)
{
	int was = v->counter;

	if (was == *old) {
		v->counter = new;
		return true;
	}
	*old = was;
	return false;
}

#ifdef HB_HAS_refcount_inc
/*
 * Counters that say when they are misused, of kernels in which these are
 * functions, or assembly: a counter that is not to move saturates.
 */
#define REFCOUNT_STUCK (INT_MIN / 2)

static void refcount_stick(refcount_t *r, const char *what)
{
	atomic_set(&r->refs, REFCOUNT_STUCK);
	hb_warn_fmt("refcount_t: %s", what);
}

static void refcount_take(unsigned int i, refcount_t *r)
{
	int old = atomic_read(&r->refs);

	if (old == 0)
		refcount_stick(r, "addition on 0; use-after-free.");
	else if (old < 0 || (int)(old + i) < 0)
		refcount_stick(r, "saturated; leaking memory.");
	else
		atomic_set(&r->refs, old + i);
}

static bool refcount_drop(unsigned int i, refcount_t *r)
{
	int old = atomic_read(&r->refs);

	if (old < 0 || (unsigned int)old < i)
		refcount_stick(r, "underflow; use-after-free.");
	else
		atomic_set(&r->refs, old - i);
	return old > 0 && (unsigned int)old == i;
}

void refcount_add(unsigned int i, refcount_t *r)
{
	refcount_take(i, r);
}

void refcount_inc(refcount_t *r)
{
	refcount_take(1, r);
}

bool refcount_add_not_zero(unsigned int i, refcount_t *r)
{
	if (!atomic_read(&r->refs))
		return false;
	refcount_take(i, r);
	return true;
}

bool refcount_inc_not_zero(refcount_t *r)
{
	return refcount_add_not_zero(1, r);
}

bool refcount_sub_and_test(unsigned int i, refcount_t *r)
{
	return refcount_drop(i, r);
}

bool refcount_dec_and_test(refcount_t *r)
{
	return refcount_drop(1, r);
}

void refcount_dec(refcount_t *r)
{
	if (refcount_drop(1, r))
		refcount_stick(r, "decrement hit 0; leaking memory.");
}
#endif

#define WORD(addr, nr) (((unsigned long *)(addr))[(nr) / BITS_PER_LONG])
#define MASK(nr) (1ul << ((nr) % BITS_PER_LONG))

#ifdef HB_HAS_arch_set_bit
#define BITOP(name) arch_##name
#else
#define BITOP(name) name
#endif

typedef void hb_bit_int(int, volatile unsigned long *);
typedef void hb_bit_unsigned(unsigned int, volatile unsigned long *);

/* bits were numbered by int, or by unsigned int, up to 3.x */
#define BIT_NR(name, otherwise) \
	HB_PICK(name, hb_bit_int, int, \
		HB_PICK(name, hb_bit_unsigned, unsigned int, otherwise))

void BITOP(set_bit)(BIT_NR(BITOP(set_bit), long) nr,
		    volatile unsigned long *addr)
{
	WORD(addr, nr) |= MASK(nr);
}

void BITOP(__set_bit)(BIT_NR(BITOP(__set_bit), unsigned long) nr,
		      volatile unsigned long *addr)
{
	WORD(addr, nr) |= MASK(nr);
}

void BITOP(clear_bit)(BIT_NR(BITOP(clear_bit), long) nr,
		      volatile unsigned long *addr)
{
	WORD(addr, nr) &= ~MASK(nr);
}

void BITOP(__clear_bit)(BIT_NR(BITOP(__clear_bit), unsigned long) nr,
			volatile unsigned long *addr)
{
	WORD(addr, nr) &= ~MASK(nr);
}

/* a question returns its answer by a type of its own, and takes either number */
#define TEST_RESULT(name) RESULT_OF(name(0, NULL))
#define TEST_NR(name, word) \
	HB_PICK(name, TEST_RESULT(name)(int, word *), int, long)
typedef volatile unsigned long hb_word;
typedef const volatile unsigned long hb_const_word;

TEST_RESULT(BITOP(test_and_set_bit))
BITOP(test_and_set_bit)
(TEST_NR(BITOP(test_and_set_bit), hb_word) nr, volatile unsigned long *addr)
{
	bool was = WORD(addr, nr) & MASK(nr);

	WORD(addr, nr) |= MASK(nr);
	return was;
}

TEST_RESULT(BITOP(test_and_clear_bit))
BITOP(test_and_clear_bit)
(TEST_NR(BITOP(test_and_clear_bit), hb_word) nr, volatile unsigned long *addr)
{
	bool was = WORD(addr, nr) & MASK(nr);

	WORD(addr, nr) &= ~MASK(nr);
	return was;
}

TEST_RESULT(variable_test_bit)
variable_test_bit(TEST_NR(variable_test_bit, hb_const_word) nr,
		  volatile const unsigned long *addr)
{
	return (WORD(addr, nr) & MASK(nr)) != 0;
}

int fls64(__u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

int fls(HB_PICK(fls, int(int), int, unsigned int) x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}

/* by this name in kernels that take the compiler for an old one */
void *__memcpy(void *to, const void *from, size_t n)
{
	u8 *x = to;
	const u8 *y = from;

	while (n--)
		*x++ = *y++;
	return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x < *y ? -1 : 1;
	return 0;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return (u8)*a - (u8)*b;
}
