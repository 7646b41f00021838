// SPDX-License-Identifier: GPL-2.0-only
/*
 * Open files and what a process does with them, in the order in which a kernel
 * calls a driver. Model of the file descriptor, without the descriptor.
 */

int hb_open(u32 mm, u32 device)
{
	const struct file_operations *fops = hb_device(device);
	struct hb_file *file;
	int err;

	if (!fops)
		return -ENODEV;
	enter(MM(mm));
	for (file = files; file < files + NR_FILES; file++)
		if (!file->users)
			break;
	if (file == files + NR_FILES)
		return -ENOMEM;
	memset(file, 0, sizeof(*file));
	file->file.f_op = fops;
	file->users = 1;
	err = fops->open ? fops->open(&device_inode, &file->file) : 0;
	/* as do_dentry_open says it: no caller takes it for an error */
	if (WARN(err > 0, "open returns %d, which is no error", err))
		err = -EINVAL;
	if (err) {
		file->users = 0;
		return err;
	}
	return (int)hb_lin(&file->file);
}

static void put_file(struct file *file)
{
	if (--container_of(file, struct hb_file, file)->users)
		return;
	if (file->f_op->release)
		file->f_op->release(&device_inode, file);
}

void hb_close(u32 file)
{
	put_file(FILE(file));
}

int hb_ioctl(u32 mm, u32 file, u32 cmd, u32 lo, u32 hi)
{
	enter(MM(mm));
	return (int)FILE(file)->f_op->unlocked_ioctl(
		FILE(file), cmd, (unsigned long)(lo | (u64)hi << 32));
}
