// SPDX-License-Identifier: GPL-2.0-only
/*
 * What privcmd alone asks for: hypercalls in a process's name, and the device
 * of kernels that had it in their xenfs.
 */

typedef int hb_memory_op_int(unsigned int, void *);

HB_NO_FAULT_POINT
HB_PICK(HYPERVISOR_memory_op, hb_memory_op_int, int, long)
HYPERVISOR_memory_op(unsigned int cmd, void *arg)
{
	return hb_memory_op(cmd, hb_lin(arg));
}

#ifdef HB_HAS_HYPERVISOR_dm_op
HB_NO_FAULT_POINT
int HYPERVISOR_dm_op(domid_t dom, unsigned int nr_bufs,
		     struct xen_dm_op_buf *bufs)
{
	return hb_dm_op(dom, nr_bufs, hb_lin(bufs));
}
#endif

#ifdef HB_HAS_privcmd_ioctl
typedef long hb_privcmd_call_unsigned(unsigned int, unsigned long,
				      unsigned long, unsigned long,
				      unsigned long, unsigned long);

/* a seam: its own is a jump into the hypercall page */
HB_NO_FAULT_POINT
long privcmd_call(HB_PICK(privcmd_call, hb_privcmd_call_unsigned, unsigned int,
			  unsigned int) call,
		  unsigned long a1, unsigned long a2, unsigned long a3,
		  unsigned long a4, unsigned long a5)
{
	unsigned long args[] = { a1, a2, a3, a4, a5 };

	return hb_privcmd_call(call, hb_lin(args));
}
#endif

/* nobody preempts a hypercall: what is noted for that case is never asked for */
void xen_preemptible_hcall_begin(void)
{
}

void xen_preemptible_hcall_end(void)
{
}

#ifdef HB_HAS_privcmd_file_ops
/* up to 3.2 a file of xenfs: to a process the same under another path */
extern const struct file_operations privcmd_file_ops;

static int register_privcmd(void)
{
	static struct miscdevice device = {
		.name = "xen/privcmd",
		.fops = &privcmd_file_ops,
	};

	return misc_register(&device);
}
#else
static int register_privcmd(void)
{
	return 0;
}
#endif
