// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locks, interrupts, sleep, and what a kernel says when it is at its end, by the
 * names of many versions. Model: who holds what is the harness's to know
 * (harness/guest/locks.ts). Stubs are marked as such: nothing depends on them.
 */

/* stubs: what a lock is by itself, nobody looks at */
#ifdef HB_HAS_mutex_init_generic
void mutex_init_generic(struct mutex *lock)
{
}
#else
void __mutex_init(struct mutex *lock, const char *name,
		  struct lock_class_key *key)
{
}
#endif

void mutex_lock(struct mutex *lock)
{
	hb_lock(HB_MUTEX_LOCK, hb_lin(lock));
}

void mutex_unlock(struct mutex *lock)
{
	hb_lock(HB_MUTEX_UNLOCK, hb_lin(lock));
}

/* the count says who holds it: newer kernels look */
#ifdef RWSEM_WRITER_LOCKED
#define RWSEM_ADD(sem, n) \
	atomic_long_set(&(sem)->count, atomic_long_read(&(sem)->count) + (n))
#else
#define RWSEM_WRITER_LOCKED 0
#define RWSEM_ADD(sem, n) \
	do { \
	} while (0)
#endif
#define RWSEM_READER (1l << 8)

/* nobody sends a signal */
#define MUTEX_LOCK_BY(name) \
	int name(struct mutex *lock) \
	{ \
		hb_lock(HB_MUTEX_LOCK, hb_lin(lock)); \
		return 0; \
	}

MUTEX_LOCK_BY(mutex_lock_interruptible)
MUTEX_LOCK_BY(mutex_lock_killable)

void down_read(struct rw_semaphore *sem)
{
	hb_lock(HB_DOWN_READ, hb_lin(sem));
	RWSEM_ADD(sem, RWSEM_READER);
}

void up_read(struct rw_semaphore *sem)
{
	RWSEM_ADD(sem, -RWSEM_READER);
	hb_lock(HB_UP_READ, hb_lin(sem));
}

void down_write(struct rw_semaphore *sem)
{
	hb_lock(HB_DOWN_WRITE, hb_lin(sem));
	RWSEM_ADD(sem, (long)RWSEM_WRITER_LOCKED);
}

void up_write(struct rw_semaphore *sem)
{
	RWSEM_ADD(sem, -(long)RWSEM_WRITER_LOCKED);
	hb_lock(HB_UP_WRITE, hb_lin(sem));
}

void _raw_spin_lock(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_LOCK, hb_lin(lock));
}

void _raw_spin_unlock(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_UNLOCK, hb_lin(lock));
}

unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock)
{
	unsigned long flags = hb_irq_save();

	hb_lock(HB_SPIN_LOCK, hb_lin(lock));
	return flags;
}

void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	hb_lock(HB_SPIN_UNLOCK, hb_lin(lock));
	hb_irq_restore((u32)flags);
}

void _raw_spin_lock_irq(raw_spinlock_t *lock)
{
	hb_irq_save();
	hb_lock(HB_SPIN_LOCK, hb_lin(lock));
}

void _raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_UNLOCK, hb_lin(lock));
	hb_irq_restore(1);
}

void _raw_spin_lock_bh(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_LOCK, hb_lin(lock));
}

void _raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	hb_lock(HB_SPIN_UNLOCK, hb_lin(lock));
}

unsigned long arch_local_save_flags(void)
{
	unsigned long flags = hb_irq_save();

	hb_irq_restore((u32)flags);
	return flags;
}

unsigned long arch_local_irq_save(void)
{
	return hb_irq_save();
}

void arch_local_irq_restore(unsigned long flags)
{
	hb_irq_restore((u32)flags);
}

void arch_local_irq_disable(void)
{
	hb_irq_save();
}

void arch_local_irq_enable(void)
{
	hb_irq_restore(1);
}

/* time passes at once */
#define SLEEP_BY(type, name, ...) \
	HB_NO_FAULT_POINT \
	type name(__VA_ARGS__) \
	{ \
		hb_might_sleep(); \
		return (type)0; \
	}

SLEEP_BY(int, _cond_resched, void)
SLEEP_BY(int, __cond_resched, void)
SLEEP_BY(void, msleep, unsigned int msecs)
SLEEP_BY(long, schedule_timeout, long timeout)
SLEEP_BY(long, schedule_timeout_uninterruptible, long timeout)

/* stubs: a loop that waits counts its steps like any other */
#define PAUSE_BY(name) \
	void name(void) \
	{ \
	}

PAUSE_BY(rep_nop)
PAUSE_BY(native_pause)
PAUSE_BY(cpu_relax)

#define JIFFIES_BY(name) \
	unsigned long name(const unsigned int m) \
	{ \
		return m; \
	}

/* a function of its own up to 4.1 */
JIFFIES_BY(msecs_to_jiffies)
JIFFIES_BY(__msecs_to_jiffies)

/* stubs: no interrupt is being served, and nobody forbids to be preempted */
#if defined(HB_HAS_current_thread_info) && !defined(current_thread_info)
HB_NO_FAULT_POINT
struct thread_info *current_thread_info(void)
{
	static struct thread_info info;

	return &info;
}
#endif

#ifndef preempt_count
HB_NO_FAULT_POINT
int preempt_count(void)
{
	return 0;
}
#endif

/* console */
void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t)
{
	hb_warn_fmt("refcount_t: saturated; leaking memory or use after free");
}

/* stubs: nothing is too often */
HB_NO_FAULT_POINT
int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	return 1;
}

HB_NO_FAULT_POINT
int __printk_ratelimit(const char *func)
{
	return 1;
}

/* what the kernel says last */
void panic(const char *fmt, ...)
{
	hb_bug();
}
