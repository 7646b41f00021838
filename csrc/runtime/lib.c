// SPDX-License-Identifier: GPL-2.0-only
/* Memory blocks and strings. */
#include <hunkbox/types.h>
#include <hunkbox/string.h>

/* Both go by words where they can: each turn of a loop counts as a step. */
void *memset(void *p, int c, size_t n)
{
	u64 word = (u8)c * 0x0101010101010101ull;
	u8 *bytes = p;

	for (; n >= sizeof(word); n -= sizeof(word), bytes += sizeof(word))
		__builtin_memcpy(bytes, &word, sizeof(word));
	while (n--)
		*bytes++ = (u8)c;
	return p;
}

void *memcpy(void *to, const void *from, size_t n)
{
	u8 *t = to;
	const u8 *f = from;
	u64 word;

	for (; n >= sizeof(word); n -= sizeof(word)) {
		__builtin_memcpy(&word, f, sizeof(word));
		__builtin_memcpy(t, &word, sizeof(word));
		f += sizeof(word);
		t += sizeof(word);
	}
	while (n--)
		*t++ = *f++;
	return to;
}

void *memmove(void *to, const void *from, size_t n)
{
	u8 *t = to;
	const u8 *f = from;

	if (t < f)
		return memcpy(to, from, n);
	while (n--)
		t[n] = f[n];
	return to;
}

size_t strlen(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}
