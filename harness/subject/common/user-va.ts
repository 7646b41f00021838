// SPDX-License-Identifier: GPL-2.0-only
import type { Process, RunState } from "../run/run-state.ts";

/** Where a process has a page of a mapping. */
export function userVa(run: RunState, name: string, page: number): { process: Process; va: number } {
  const map = run.map(name);
  const granted = run.mapPage(name, page);
  if (map.process === null) throw run.error(`"${name}" is no process's`);
  if (map.va === null && granted.userVa === 0) throw run.error(`"${name}" was never mapped`);
  return { process: map.process, va: granted.userVa };
}
