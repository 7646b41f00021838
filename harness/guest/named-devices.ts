// SPDX-License-Identifier: GPL-2.0-only
import type { LoadedModule } from "./loaded-module.ts";
import { textAt } from "./memory/text-at.ts";

/**
 * What drivers registered for processes to open.
 *
 * @param call calls an entry point of the kernel, which has come up
 * @returns the number by which csrc knows each device, by its name below /dev
 */
export function namedDevices(
  { u8 }: Pick<LoadedModule, "u8">,
  call: (name: string, ...args: number[]) => number,
): ReadonlyMap<string, number> {
  const devices = new Map<string, number>();
  const count = call("hb_nr_devices");
  for (let i = 0; i < count; i++) {
    const at = call("hb_device_name", i) >>> 0;
    const name = textAt(u8, at);
    // as in a kernel, the first one has the name
    if (!devices.has(name)) devices.set(name, i);
  }
  return devices;
}
