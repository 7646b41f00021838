// SPDX-License-Identifier: GPL-2.0-only

/** What the emulated hypervisor answered, by the recording's field names; frames are this machine's. */
export type Answer = Readonly<Record<string, unknown>>;
