/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_MUTEX_H
#define LINUX_MUTEX_H

#include <linux/spinlock.h>

struct lock_class_key {
};

struct mutex {
	atomic_t count;
	spinlock_t wait_lock;
};

#define DEFINE_MUTEX(name) struct mutex name = { { 1 } }
#define mutex_init(lock) \
	do { \
		static struct lock_class_key key_; \
		__mutex_init((lock), #lock, &key_); \
	} while (0)

extern void __mutex_init(struct mutex *lock, const char *name,
			 struct lock_class_key *key);
extern void mutex_lock(struct mutex *lock);
extern void mutex_unlock(struct mutex *lock);
extern int __must_check mutex_lock_interruptible(struct mutex *lock);

#endif
