// SPDX-License-Identifier: GPL-2.0-only
import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import type { Machine } from "../machine/machine.ts";
import type { Trace } from "../machine/trace.ts";
import type { Console } from "./console.ts";
import type { Coverage } from "./coverage.ts";
import type { Faults } from "./faults.ts";
import type { LoadedModule } from "./loaded-module.ts";
import type { Locks } from "./locks.ts";
import type { AddressSanitizer } from "./memory/address-sanitizer.ts";
import type { Balloon } from "./memory/balloon.ts";
import type { DirectMapWindow } from "./memory/direct-map-window.ts";
import type { Heap } from "./memory/heap.ts";
import type { MarkWatch } from "./memory/mark-watch.ts";
import type { MemorySanitizer } from "./memory/memory-sanitizer.ts";
import type { ViewWatch } from "./memory/view-watch.ts";

/** What kernel code is served by, each part whole: what imports answer with, and what a run is recorded from. */
export interface KernelServices {
  readonly loaded: LoadedModule;
  readonly trace: Trace;
  readonly console: Console;
  readonly machine: Machine;
  readonly hypervisor: Hypervisor;
  readonly locks: Locks;
  readonly heap: Heap;
  readonly balloon: Balloon;
  readonly faults: Faults;
  /** Where C reaches pages by their direct-map addresses. */
  readonly window: DirectMapWindow;
  /** Holds the kernel's views of granted pages against each other. */
  readonly views: ViewWatch;
  /** Holds the marks of foreign pages against the grants that are mapped. */
  readonly marks: MarkWatch;
  /** Which code ran, of a module that counts it. */
  readonly coverage: Coverage | null;
  /** Of a module that asks before each access; null for others. */
  readonly sanitizer: AddressSanitizer | null;
  /** Of a module that knows which values were ever set; null for others. */
  readonly values: MemorySanitizer | null;
}
