// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hypercalls and event channels, where a kernel jumps into the hypercall page.
 * Model: the hypervisor is the harness's (harness/hypervisor).
 */

enum xen_domain_type xen_domain_type __attribute__((weak)) = XEN_PV_DOMAIN;
struct start_info *xen_start_info __attribute__((weak));
struct shared_info *HYPERVISOR_shared_info __attribute__((weak));
#ifdef HB_HAS_xen_start_flags
uint32_t xen_start_flags __attribute__((weak));
#endif
unsigned long *machine_to_phys_mapping
	__attribute__((weak)) = (unsigned long *)0x40000000ul;
#ifdef HB_HAS_machine_to_phys_nr
unsigned long machine_to_phys_nr __attribute__((weak));
#endif

HB_NO_FAULT_POINT
int HYPERVISOR_grant_table_op(unsigned int cmd, void *uop, unsigned int count)
{
	return hb_grant_table_op(cmd, hb_lin(uop), count);
}

HB_NO_FAULT_POINT
int HYPERVISOR_event_channel_op(int cmd, void *arg)
{
	return hb_event_channel_op((u32)cmd, hb_lin(arg));
}

HB_NO_FAULT_POINT
int HYPERVISOR_mmu_update(struct mmu_update *req, int count, int *success_count,
			  domid_t domid)
{
	return hb_mmu_update(hb_lin(req), (u32)count, hb_lin(success_count),
			     domid);
}

typedef int hb_multicall_int(void *, int);

HB_NO_FAULT_POINT
int HYPERVISOR_multicall(void *call_list,
			 HB_PICK(HYPERVISOR_multicall, hb_multicall_int, int,
				 uint32_t) nr_calls)
{
	return hb_multicall(hb_lin(call_list), (u32)nr_calls);
}

/* a port is there for as long as somebody refers to it */
int evtchn_get(evtchn_port_t evtchn)
{
	hb_might_sleep();
	hb_note_evtchn(evtchn, 1);
	return 0;
}

void evtchn_put(evtchn_port_t evtchn)
{
	hb_might_sleep();
	hb_note_evtchn(evtchn, 0);
}
