// SPDX-License-Identifier: GPL-2.0-only

/**
 * Error numbers that kernel code and Xen give, negated (the kernel's errno-base.h and errno.h). Xen's are the same, but for
 * ENOTTY and EINTR, which no guest sees of it.
 */
export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  E2BIG: 7,
  ENOMEM: 12,
  EFAULT: 14,
  EBUSY: 16,
  ENODEV: 19,
  EINVAL: 22,
  ENOTTY: 25,
  ENOSPC: 28,
  ENOSYS: 38,
  EILSEQ: 84,
  EOPNOTSUPP: 95,
} as const;
