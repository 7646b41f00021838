// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who is told before a mapping goes: notifiers of a whole address space, and of
 * intervals since 5.5. Model.
 */
#define NR_NOTIFIERS 32

#ifdef HB_HAS_mmu_interval_notifier

/* as in a kernel's tree, what was put in stays until it is taken out */
static struct {
	struct mmu_interval_notifier *sub;
	struct mm_struct *mm;
	unsigned long start, last;
} intervals[NR_NOTIFIERS];

static int insert_notifier(struct mmu_interval_notifier *sub,
			   struct mm_struct *mm, unsigned long start,
			   unsigned long length,
			   const struct mmu_interval_notifier_ops *ops)
{
	u32 i;

	if (!length || start + length - 1 < start)
		return -EOVERFLOW;
	for (i = 0; i < NR_NOTIFIERS; i++)
		if (!intervals[i].sub)
			break;
	if (i == NR_NOTIFIERS)
		return -ENOMEM;
	sub->mm = mm;
	sub->ops = ops;
	sub->interval_tree.start = start;
	sub->interval_tree.last = start + length - 1;
	intervals[i].sub = sub;
	intervals[i].mm = mm;
	intervals[i].start = start;
	intervals[i].last = start + length - 1;
	return 0;
}

int mmu_interval_notifier_insert(struct mmu_interval_notifier *sub,
				 struct mm_struct *mm, unsigned long start,
				 unsigned long length,
				 const struct mmu_interval_notifier_ops *ops)
{
	return insert_notifier(sub, mm, start, length, ops);
}

int mmu_interval_notifier_insert_locked(
	struct mmu_interval_notifier *sub, struct mm_struct *mm,
	unsigned long start, unsigned long length,
	const struct mmu_interval_notifier_ops *ops)
{
	return insert_notifier(sub, mm, start, length, ops);
}

void mmu_interval_notifier_remove(struct mmu_interval_notifier *sub)
{
	u32 i;

	hb_might_sleep();
	/* one that was never put in names no address space: a kernel goes there */
	BUG_ON(!sub->mm);
	for (i = 0; i < NR_NOTIFIERS; i++)
		if (intervals[i].sub == sub)
			intervals[i].sub = NULL;
}

unsigned long mmu_interval_read_begin(struct mmu_interval_notifier *sub)
{
	return 0;
}

static void notify_intervals(struct mm_struct *mm, unsigned long start,
			     unsigned long end, bool release)
{
	struct mmu_notifier_range range = {
		.mm = mm,
		.start = start,
		.end = end,
		.flags = MMU_NOTIFIER_RANGE_BLOCKABLE,
		.event = release ? MMU_NOTIFY_RELEASE : MMU_NOTIFY_UNMAP,
	};
	u32 i;

	for (i = 0; i < NR_NOTIFIERS; i++) {
		struct mmu_interval_notifier *sub = intervals[i].sub;

		if (sub && intervals[i].mm == mm && intervals[i].start < end &&
		    intervals[i].last >= start)
			sub->ops->invalidate(sub, &range, 0);
	}
}
#else
static void notify_intervals(struct mm_struct *mm, unsigned long start,
			     unsigned long end, bool release)
{
}
#endif

static struct {
	struct mmu_notifier *mn;
	struct mm_struct *mm;
} notifiers[NR_NOTIFIERS];

int mmu_notifier_register(struct mmu_notifier *mn, struct mm_struct *mm)
{
	u32 i;

	down_write(MMAP_LOCK(mm));
	up_write(MMAP_LOCK(mm));
	for (i = 0; i < NR_NOTIFIERS; i++)
		if (!notifiers[i].mn) {
			notifiers[i].mn = mn;
			notifiers[i].mm = mm;
			return 0;
		}
	return -ENOMEM;
}

static void release_notifier(u32 i)
{
	struct mmu_notifier *mn = notifiers[i].mn;

	if (mn->ops->release)
		mn->ops->release(mn, notifiers[i].mm);
	notifiers[i].mn = NULL;
}

/* of a notifier that saw no release yet, the release comes now */
void mmu_notifier_unregister(struct mmu_notifier *mn, struct mm_struct *mm)
{
	u32 i;

	for (i = 0; i < NR_NOTIFIERS; i++)
		if (notifiers[i].mn == mn)
			release_notifier(i);
}

/* the callback changed over the years: it is called as it is typed */
typedef void (*range_start_fn)(struct mmu_notifier *, struct mm_struct *,
			       unsigned long, unsigned long);
typedef int (*range_start_block_fn)(struct mmu_notifier *, struct mm_struct *,
				    unsigned long, unsigned long, bool);
struct mmu_notifier_range;
typedef int (*range_start_of_fn)(struct mmu_notifier *,
				 const struct mmu_notifier_range *);

#define RANGE_START(mn) ((mn)->ops->invalidate_range_start)
#define IS_TYPED(mn, type) \
	__builtin_types_compatible_p(__typeof__(RANGE_START(mn)), type)

static void call_range_start(struct mmu_notifier *mn, struct mm_struct *mm,
			     unsigned long start, unsigned long end)
{
	void *fn = RANGE_START(mn);
#ifdef HB_HAS_mmu_notifier_range
	struct mmu_notifier_range range = {
		.mm = mm,
		.start = start,
		.end = end,
#ifdef MMU_NOTIFIER_RANGE_BLOCKABLE
		.flags = MMU_NOTIFIER_RANGE_BLOCKABLE,
#else
		.blockable = true,
#endif
	};

	if (IS_TYPED(mn, range_start_of_fn))
		((range_start_of_fn)fn)(mn, &range);
#endif
	if (IS_TYPED(mn, range_start_block_fn))
		((range_start_block_fn)fn)(mn, mm, start, end, true);
	if (IS_TYPED(mn, range_start_fn))
		((range_start_fn)fn)(mn, mm, start, end);
}

static void notify(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	u32 i;

	notify_intervals(mm, start, end, false);
	for (i = 0; i < NR_NOTIFIERS; i++) {
		struct mmu_notifier *mn = notifiers[i].mn;

		if (mn && notifiers[i].mm == mm && RANGE_START(mn))
			call_range_start(mn, mm, start, end);
	}
}

static void release_notifiers(struct mm_struct *mm)
{
	u32 i;

	notify_intervals(mm, 0, ~0ul, true);
	for (i = 0; i < NR_NOTIFIERS; i++)
		if (notifiers[i].mn && notifiers[i].mm == mm)
			release_notifier(i);
}
