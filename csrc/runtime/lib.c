// SPDX-License-Identifier: GPL-2.0-only
/* Lists and memory blocks. */
#include <linux/list.h>
#include <linux/string.h>

void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list;
	list->prev = list;
}

static void link_between(struct list_head *new, struct list_head *prev,
			 struct list_head *next)
{
	WARN(prev->next != next || next->prev != prev || new == prev ||
		     new == next,
	     "list_add corruption: neighbours do not point at each other");
	new->prev = prev;
	new->next = next;
	prev->next = new;
	next->prev = new;
}

void list_add(struct list_head *new, struct list_head *head)
{
	link_between(new, head, head->next);
}

void list_add_tail(struct list_head *new, struct list_head *head)
{
	link_between(new, head->prev, head);
}

void list_del(struct list_head *entry)
{
	/* a second removal changes nothing, as the kernel's checked list_del */
	if (WARN(entry->next == LIST_POISON1 || entry->prev == LIST_POISON2,
		 "list_del corruption: entry was removed before"))
		return;
	WARN(entry->prev->next != entry || entry->next->prev != entry,
	     "list_del corruption: neighbours do not point back");
	entry->next->prev = entry->prev;
	entry->prev->next = entry->next;
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
}

int list_empty(const struct list_head *head)
{
	return head->next == head;
}

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
