// SPDX-License-Identifier: GPL-2.0-only
import { Guest } from "../guest/guest.ts";
import { keepingStacks } from "../guest/stack.ts";
import { SUBJECTS } from "../subject/subjects.ts";
import { callerOf } from "./caller-of.ts";

/** Why nobody can open a device. */
interface NoDevice {
  readonly kind: "unmodelled" | "not-applicable";
  readonly text: string;
}

/** A kernel does not have the driver, or it asks for what nobody models before it registers the device, or it never does. */
export function noDevice({ build, machine, leftOut }: Guest, device: string): NoDevice {
  const driver = SUBJECTS.find(({ devices }) => devices.includes(device));
  const sources = driver?.files.filter((path) => path.endsWith(".c")) ?? [];
  if (sources.length > 0 && !sources.some((path) => build.texts.has(path)))
    return { kind: "not-applicable", text: `not applicable: this kernel has no ${sources[0]}` };
  const what = `no driver registers /dev/${device}`;
  if (leftOut.length === 0) return { kind: "unmodelled", text: `unmodelled: ${what}` };
  // once more, for the places
  const again = keepingStacks(() => new Guest(build, machine.params, true));
  again.free();
  const why = again.leftOut.map(({ why, stack }) => `${why}${callerOf(stack, build.lines)}`);
  return { kind: "unmodelled", text: `${why.join(", ")}: ${what}` };
}
