/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_FS_H
#define LINUX_FS_H

#include <linux/mm_types.h>
#include <linux/mutex.h>

struct inode {
	u32 minor;
};

struct file_operations;

struct file {
	const struct file_operations *f_op;
	void *private_data;
	int f_count;
};

struct module;

struct file_operations {
	struct module *owner;
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd,
			       unsigned long arg);
};

#define nonseekable_open(inode, file) 0

#endif
