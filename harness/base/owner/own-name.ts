// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { startOf } from "./start-of.ts";

let known: string | null = null;

/**
 * Names this process among all that may share a folder: `machine.pid.start`. The machine is a digest of the host, of its
 * boot and of the namespace in which the pid counts, for containers may share a folder as well; the start tells a pid from
 * the same one used anew, and is 0 where there is no /proc. It fits a file name.
 */
export function ownName(): string {
  known ??= `${machine()}.${process.pid}.${startOf(process.pid)?.start ?? "0"}`;
  return known;
}

function machine(): string {
  const digest = createHash("sha256").update(hostname());
  for (const read of [
    () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"),
    () => readlinkSync("/proc/self/ns/pid"),
  ])
    try {
      digest.update(`\0${read()}`);
    } catch {
      // a system without /proc
    }
  return digest.digest("hex").slice(0, 12);
}
