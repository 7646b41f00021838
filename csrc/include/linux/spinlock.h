/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_SPINLOCK_H
#define LINUX_SPINLOCK_H

#include <linux/kernel.h>

typedef struct {
	u32 held;
} spinlock_t;

struct mutex {
	u32 held;
};

struct rw_semaphore {
	u32 held;
};

#define DEFINE_SPINLOCK(name) spinlock_t name
#define DEFINE_MUTEX(name) struct mutex name
#define spin_lock_init(lock) ((lock)->held = 0)
#define mutex_init(lock) ((lock)->held = 0)

#define spin_lock(lock) hb_lock(HB_SPIN_LOCK, hb_lin(lock))
#define spin_unlock(lock) hb_lock(HB_SPIN_UNLOCK, hb_lin(lock))
#define spin_lock_irqsave(lock, flags) \
	do { \
		(flags) = hb_irq_save(); \
		spin_lock(lock); \
	} while (0)
#define spin_unlock_irqrestore(lock, flags) \
	do { \
		spin_unlock(lock); \
		hb_irq_restore((u32)(flags)); \
	} while (0)
#define local_irq_save(flags) ((flags) = hb_irq_save())
#define local_irq_restore(flags) hb_irq_restore((u32)(flags))
#define local_irq_disable() ((void)hb_irq_save())
#define local_irq_enable() hb_irq_restore(1)
#define spin_lock_irq(lock) \
	do { \
		local_irq_disable(); \
		spin_lock(lock); \
	} while (0)
#define spin_unlock_irq(lock) \
	do { \
		spin_unlock(lock); \
		local_irq_enable(); \
	} while (0)
#define mutex_lock(lock) hb_lock(HB_MUTEX_LOCK, hb_lin(lock))
#define mutex_unlock(lock) hb_lock(HB_MUTEX_UNLOCK, hb_lin(lock))
#define down_write(sem) hb_lock(HB_DOWN_WRITE, hb_lin(sem))
#define up_write(sem) hb_lock(HB_UP_WRITE, hb_lin(sem))
#define down_read(sem) hb_lock(HB_DOWN_READ, hb_lin(sem))
#define up_read(sem) hb_lock(HB_UP_READ, hb_lin(sem))

#endif
