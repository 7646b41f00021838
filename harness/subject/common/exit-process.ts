// SPDX-License-Identifier: GPL-2.0-only
import type { Process, RunState } from "../run/run-state.ts";

/** As the kernel does it: the address space goes first, then the files. */
export function exitProcess(run: RunState, process: Process): void {
  const { guest } = run;
  guest.space = process.space;
  for (const map of run.maps.values())
    if (map.process === process) for (const page of map.pages) page.mapped = false;
  guest.call("hb_exit_mm", process.mm);
  for (const file of run.files.values()) {
    if (file.closed || file.process !== process) continue;
    file.closed = true;
    guest.call("hb_close", file.lin);
  }
  // its page tables stay until the next reset: events that name their entries are read after the run
  process.exited = true;
}
