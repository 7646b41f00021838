// SPDX-License-Identifier: GPL-2.0-only
export type PrivcmdIoctl =
  | "hypercall"
  | "mmap"
  | "mmapbatch"
  | "mmapbatch_v2"
  | "dm_op"
  | "restrict"
  | "mmap_resource"
  | "unknown";

/** Number of each, and the bytes of its argument where longs have eight bytes, and four. */
const IOCTLS: Readonly<Record<PrivcmdIoctl, readonly [number, number, number]>> = {
  hypercall: [0, 48, 48],
  mmap: [2, 16, 12],
  mmapbatch: [3, 24, 24],
  mmapbatch_v2: [4, 32, 24],
  dm_op: [5, 16, 8],
  restrict: [6, 2, 2],
  mmap_resource: [7, 32, 32],
  unknown: [0xf0, 8, 8],
};

/**
 * ioctl numbers: _IOC(_IOC_NONE, 'P', nr, size of the argument) (public header of privcmd).
 *
 * @param longBytes of the kernel under test
 */
export function privcmdIoctl(which: PrivcmdIoctl, longBytes: number): number {
  const [nr, wide, narrow] = IOCTLS[which];
  return ((longBytes === 8 ? wide : narrow) << 16) | (0x50 << 8) | nr;
}
