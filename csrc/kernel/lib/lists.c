// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kernels ask before they touch a list, where they are configured to ask:
 * each neighbour has to point back.
 */

static bool may_add(struct list_head *new, struct list_head *prev,
		    struct list_head *next)
{
	return !WARN(
		next->prev != prev || prev->next != next || new == prev ||
			new == next,
		"list_add corruption: neighbours do not point at each other");
}

static bool may_del(struct list_head *entry)
{
	if (WARN(entry->next == LIST_POISON1 || entry->prev == LIST_POISON2,
		 "list_del corruption: entry was removed before"))
		return false;
	return !WARN(entry->prev->next != entry || entry->next->prev != entry,
		     "list_del corruption: neighbours do not point back");
}

#ifdef HB_HAS___list_add_valid_or_report
bool __list_add_valid_or_report(struct list_head *new, struct list_head *prev,
				struct list_head *next)
{
	return may_add(new, prev, next);
}

bool __list_del_entry_valid_or_report(struct list_head *entry)
{
	return may_del(entry);
}
#elif defined(HB_HAS___list_add_valid)
bool __list_add_valid(struct list_head *new, struct list_head *prev,
		      struct list_head *next)
{
	return may_add(new, prev, next);
}

bool __list_del_entry_valid(struct list_head *entry)
{
	return may_del(entry);
}
#else
void __list_add(struct list_head *new, struct list_head *prev,
		struct list_head *next)
{
	may_add(new, prev, next);
	next->prev = new;
	new->next = next;
	new->prev = prev;
	prev->next = new;
}

void __list_del_entry(struct list_head *entry)
{
	if (!may_del(entry))
		return;
	entry->next->prev = entry->prev;
	entry->prev->next = entry->next;
}

void list_del(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->next = LIST_POISON1;
	entry->prev = LIST_POISON2;
}
#endif
