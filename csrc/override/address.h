/* SPDX-License-Identifier: GPL-2.0-only */
/* A page-table page lies in linear memory, not in the direct map. */
#undef __va
#undef __pa
#define __va(paddr) hb_phys_to_virt((unsigned long)(paddr))
#define __pa(va) hb_virt_to_phys((unsigned long)(va))
