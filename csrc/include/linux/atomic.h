/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_ATOMIC_H
#define LINUX_ATOMIC_H

#include <linux/types.h>

/* one CPU runs C at a time: plain arithmetic is atomic */
#define atomic_set(v, i) ((v)->counter = (i))
#define atomic_read(v) ((v)->counter)
#define atomic_inc(v) ((void)((v)->counter++))
#define atomic_dec(v) ((void)((v)->counter--))
#define atomic_dec_and_test(v) (--(v)->counter == 0)
#define atomic_add_return(i, v) ((v)->counter += (i))
#define atomic_sub(i, v) ((void)((v)->counter -= (i)))
#define atomic_sub_return(i, v) ((v)->counter -= (i))

#endif
