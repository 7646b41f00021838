// SPDX-License-Identifier: GPL-2.0-only

/** The three kernel configurations that Xen PV knows: 32-bit needs PAE, and CONFIG_HIGHMEM never exists on x86_64. */
export const CONFIGS = ["x86_64", "x86_32-pae", "x86_32-pae-highmem"] as const;
export type ConfigName = (typeof CONFIGS)[number];

/** What the machine has to know of a configuration. */
export interface Arch {
  readonly config: ConfigName;
  /** Bytes of `unsigned long` and of a pointer. */
  readonly longBytes: 4 | 8;
  /** Page-table levels: 3 (PAE) or 4. */
  readonly levels: 3 | 4;
  readonly highmem: boolean;
}

const ARCHES: Readonly<Record<ConfigName, Arch>> = {
  x86_64: { config: "x86_64", longBytes: 8, levels: 4, highmem: false },
  "x86_32-pae": { config: "x86_32-pae", longBytes: 4, levels: 3, highmem: false },
  "x86_32-pae-highmem": { config: "x86_32-pae-highmem", longBytes: 4, levels: 3, highmem: true },
};

/** @returns the facts about one of the three configurations. */
export const archOf = (config: ConfigName): Arch => ARCHES[config];
