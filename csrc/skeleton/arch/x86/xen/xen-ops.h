/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files under arch/x86/xen share. */
#ifndef XEN_OPS_H
#define XEN_OPS_H

#include <asm/xen/page.h>
#include <asm/xen/hypercall.h>

void xen_mc_queue_mmu_update(u64 ptr, u64 val);
void xen_mc_flush(void);

#endif
