// SPDX-License-Identifier: GPL-2.0-only
/*
 * The step budget. Kernel code is compiled with a call here on each edge of its
 * control flow, so an endless loop ends after the same number of edges on every
 * machine. This file itself must be compiled without them.
 */
#include <hunkbox/imports.h>

u32 hb_steps_left;

void __sanitizer_cov_trace_pc(void)
{
	if (!hb_steps_left)
		hb_out_of_steps();
	hb_steps_left--;
}
