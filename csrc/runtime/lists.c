// SPDX-License-Identifier: GPL-2.0-only
/* Lists: each neighbour has to point back. */
#include <linux/list.h>

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

/* false if the entry is in no list any more */
static bool unlink_checked(struct list_head *entry)
{
	/* a second removal changes nothing, as the kernel's checked list_del */
	if (WARN(entry->next == LIST_POISON1 || entry->prev == LIST_POISON2,
		 "list_del corruption: entry was removed before"))
		return false;
	WARN(entry->prev->next != entry || entry->next->prev != entry,
	     "list_del corruption: neighbours do not point back");
	entry->next->prev = entry->prev;
	entry->prev->next = entry->next;
	return true;
}

void list_del(struct list_head *entry)
{
	if (!unlink_checked(entry))
		return;
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
}

void list_del_init(struct list_head *entry)
{
	if (unlink_checked(entry))
		INIT_LIST_HEAD(entry);
}

void list_move(struct list_head *entry, struct list_head *head)
{
	if (unlink_checked(entry))
		list_add(entry, head);
}

void list_move_tail(struct list_head *entry, struct list_head *head)
{
	if (unlink_checked(entry))
		list_add_tail(entry, head);
}

int list_empty(const struct list_head *head)
{
	return head->next == head;
}
