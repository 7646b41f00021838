/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_MMU_NOTIFIER_H
#define LINUX_MMU_NOTIFIER_H

#include <linux/mm_types.h>

struct mmu_notifier;

struct mmu_notifier_ops {
	void (*release)(struct mmu_notifier *mn, struct mm_struct *mm);
	void (*invalidate_page)(struct mmu_notifier *mn, struct mm_struct *mm,
				unsigned long address);
	void (*invalidate_range_start)(struct mmu_notifier *mn,
				       struct mm_struct *mm,
				       unsigned long start, unsigned long end);
};

struct mmu_notifier {
	struct list_head list;
	const struct mmu_notifier_ops *ops;
};

int mmu_notifier_register(struct mmu_notifier *mn, struct mm_struct *mm);
void mmu_notifier_unregister(struct mmu_notifier *mn, struct mm_struct *mm);

#endif
