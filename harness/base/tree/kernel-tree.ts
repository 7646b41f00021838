// SPDX-License-Identifier: GPL-2.0-only

/** A kernel tree on disk: read, never written. */
export interface KernelTree {
  /** Absolute path of its folder, free of symbolic links. */
  readonly dir: string;
  /** What reports call it: `linux 6.1.192 (linux-source-6.1)`, `linux 3.0.0 at /home/x/linux`, … */
  readonly name: string;
  /** Version, from the top Makefile: VERSION.PATCHLEVEL.SUBLEVELEXTRAVERSION. */
  readonly release: string;
  readonly version: readonly [number, number, number];
  /** Equal only for equal content, null where the tree is somebody's working directory and may change at any time. */
  readonly identity: string | null;
  /** Text of the user's own .config, null to have one made up for each configuration. */
  readonly kconfig: string | null;
}
