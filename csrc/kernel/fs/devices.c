// SPDX-License-Identifier: GPL-2.0-only
/*
 * What drivers register for processes to open: a table in place of the tree of
 * devices, and a name in place of a path. Model.
 */
#define NR_DEVICES_MAX 16

/* what processes can open; of a struct that no slice defines, all is zero */
static struct miscdevice *devices[NR_DEVICES_MAX];
static u32 nr_devices;

int misc_register(struct miscdevice *misc)
{
	if (!misc->name || !misc->fops)
		return 0;
	BUG_ON(nr_devices == NR_DEVICES_MAX);
	devices[nr_devices++] = misc;
	return 0;
}

static int remove_device(struct miscdevice *misc)
{
	u32 i = 0;

	while (i < nr_devices && devices[i] != misc)
		i++;
	if (i == nr_devices)
		return -EINVAL;
	for (nr_devices--; i < nr_devices; i++)
		devices[i] = devices[i + 1];
	return 0;
}

typedef int hb_deregister(struct miscdevice *);

/* an error is told by older kernels alone */
HB_PICK(misc_deregister, hb_deregister, int, void)
misc_deregister(struct miscdevice *misc)
{
	return (HB_PICK(misc_deregister, hb_deregister, int,
			void))remove_device(misc);
}

u32 hb_nr_devices(void)
{
	return nr_devices;
}

u32 hb_device_name(u32 nr)
{
	return hb_lin(devices[nr]->name);
}

const struct file_operations *hb_device(u32 nr)
{
	return nr < nr_devices ? devices[nr]->fops : NULL;
}
