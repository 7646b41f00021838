// SPDX-License-Identifier: GPL-2.0-only
import type { RuleText } from "../../../subject/rule-text.ts";

/** Locks, interrupts, modes, and what the kernel itself warns of. */
export const CONTEXT_RULES = {
  "kernel-warning": {
    brief: "no WARN where nothing was made to fail",
    means: `No WARN goes off where nothing was made to fail. Where a scenario makes something fail, a warning is how the kernel reports it, and is right; before that, it says that the kernel itself is at fault, or that a process can set it off at will.`,
    example: `if (WARN_ON(count > limit))       /* count comes from a process */
	return -EINVAL;`,
    shown: `kernel warning
  after:    WARNING: ...
  expected: no warning where nothing was made to fail`,
    remedy: `Refuse what a process may get wrong without a warning (pr_debug at most). If the condition is one that must not happen, the warning is right: mend what brings it about.`,
  },
  "lock-balance": {
    brief: "locks are taken and released in pairs",
    means: `Locks are taken once, released once, by whoever took them, and not held when a call returns to its caller; what a lock protects is not walked without it. In which order locks are taken is not compared.`,
    example: `mutex_lock(&priv->lock);
if (!map)
	return -EINVAL;           /* with the lock held */
mutex_unlock(&priv->lock);`,
    shown: `lock imbalance: returned with a mutex_lock held
  expected: never`,
    remedy: `Leave through one exit that unlocks (goto out_unlock). If a lock is taken a second time, split the function: one that takes the lock, and one that expects it held.`,
  },
  "irq-balance": {
    brief: "interrupts are on again when a call returns",
    means: `A call that disables interrupts enables them again before it returns.`,
    example: `spin_lock_irqsave(&lock, flags);
...
spin_unlock(&lock);               /* not spin_unlock_irqrestore() */`,
    shown: `interrupts left disabled: returned with interrupts off
  expected: never`,
    remedy: `Pair spin_lock_irqsave with spin_unlock_irqrestore, local_irq_save with local_irq_restore, on every path.`,
  },
  "sleep-in-atomic": {
    brief: "nothing that may sleep with a spinlock held",
    means: `With a spinlock held or interrupts off, nothing is called that may sleep: an allocation with GFP_KERNEL, a mutex, a copy to or from a process. That it does not sleep this time does not matter. This is what CONFIG_DEBUG_ATOMIC_SLEEP warns of.`,
    example: `spin_lock(&priv->lock);
add = kzalloc(sizeof(*add), GFP_KERNEL);`,
    shown: `sleep in atomic context: kzalloc may sleep while a spinlock is held
  expected: never`,
    remedy: `Allocate and copy before the lock is taken, use GFP_ATOMIC where failure can be handled, or make the lock a mutex.`,
  },
  "lazy-mode-balance": {
    brief: "lazy MMU mode is entered and left in pairs",
    means: `arch_enter_lazy_mmu_mode and arch_leave_lazy_mmu_mode come in pairs.`,
    example: `arch_enter_lazy_mmu_mode();
if (ret)
	return ret;               /* without leaving */
arch_leave_lazy_mmu_mode();`,
    shown: `lazy MMU mode imbalance: lazy MMU mode
  after:    lazy MMU mode is not left
  expected: enter and leave in pairs`,
    remedy: `Leave on every path out of the function. Nothing that needs the updates done may come in between.`,
  },
} as const satisfies Readonly<Record<string, RuleText>>;
