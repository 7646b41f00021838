/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files under arch/x86/xen share. */
#ifndef XEN_OPS_H
#define XEN_OPS_H

#include <asm/xen/page.h>
#include <asm/xen/hypercall.h>

void xen_build_dynamic_phys_to_machine(void);

/* A hypercall that is put off, and room for what it points to. */
struct multicall_space {
	struct multicall_entry *mc;
	void *args;
};

void xen_mc_batch(void);
struct multicall_space __xen_mc_entry(size_t args);
void xen_mc_issue(unsigned int mode);
void xen_mc_flush(void);

#endif
