/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_XEN_HYPERVISOR_H
#define ASM_XEN_HYPERVISOR_H

/* the guest under test is always paravirtualised */
#define xen_domain() 1
#define xen_pv_domain() 1
#define xen_initial_domain() 1
#define xen_hvm_domain() 0

#endif
