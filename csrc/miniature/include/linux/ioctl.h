/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LINUX_IOCTL_H
#define LINUX_IOCTL_H

#define _IOC_NONE 0u
#define _IOC(dir, type, nr, size) \
	(((dir) << 30) | ((u32)(size) << 16) | ((u32)(type) << 8) | (u32)(nr))

#endif
