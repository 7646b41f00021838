// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from "node:child_process";

/** @returns where a program is, or null if this machine has none */
export function programPath(name: string): string | null {
  try {
    return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}
