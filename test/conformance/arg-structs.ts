// SPDX-License-Identifier: GPL-2.0-only
import { PRESET } from "./presets.ts";
import type { Rig } from "./rig.ts";

/** The structs of map and unmap operations in the rig's memory, as x86_64 lays them out. Addresses are linear. */
export const argStructs = {
  /** struct gnttab_map_grant_ref, its output fields preset. */
  putMap(rig: Rig, at: number, op: { hostAddr: number; flags: number; ref: number; dom: number }): void {
    rig.put64(at, op.hostAddr);
    rig.view.setUint32(at + 8, op.flags, true);
    rig.view.setUint32(at + 12, op.ref, true);
    rig.view.setUint16(at + 16, op.dom, true);
    rig.view.setUint16(at + 18, PRESET.status, true);
    rig.view.setUint32(at + 20, PRESET.handle, true);
    rig.put64(at + 24, PRESET.bus);
  },

  /** struct gnttab_unmap_grant_ref; with new_addr in the place of dev_bus_addr struct gnttab_unmap_and_replace. */
  putUnmap(rig: Rig, at: number, op: { hostAddr: number; second: number; handle: number }): void {
    rig.put64(at, op.hostAddr);
    rig.put64(at + 8, op.second);
    rig.view.setUint32(at + 16, op.handle, true);
    rig.view.setUint16(at + 20, PRESET.status, true);
  },

  mapStatus: (rig: Rig, at: number): number => rig.view.getInt16(at + 18, true),
  mapHandle: (rig: Rig, at: number): number => rig.view.getUint32(at + 20, true),
  mapBus: (rig: Rig, at: number): number => rig.get64(at + 24),
  unmapStatus: (rig: Rig, at: number): number => rig.view.getInt16(at + 20, true),
} as const;
