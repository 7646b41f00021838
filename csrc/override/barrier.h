/* SPDX-License-Identifier: GPL-2.0-only */
/* One CPU runs one thing after the other: there is nothing to order. */
#undef mb
#undef rmb
#undef wmb
#undef smp_mb
#undef smp_rmb
#undef smp_wmb
#undef __smp_mb
#undef __smp_rmb
#undef __smp_wmb
#define mb() ((void)0)
#define rmb() ((void)0)
#define wmb() ((void)0)
#define smp_mb() ((void)0)
#define smp_rmb() ((void)0)
#define smp_wmb() ((void)0)
#define __smp_mb() ((void)0)
#define __smp_rmb() ((void)0)
#define __smp_wmb() ((void)0)
