// SPDX-License-Identifier: GPL-2.0-only
import { DIRECT_MAP_WINDOWS } from "../abi/numbers.ts";
import type { Build } from "../compile/build-side.ts";
import { LOW_BYTES } from "../compile/flavour.ts";
import { Hypervisor } from "../hypervisor/hypervisor.ts";
import { archOf } from "../machine/config.ts";
import { Machine } from "../machine/machine.ts";
import type { MachineParams } from "../machine/params.ts";
import { Trace } from "../machine/trace.ts";
import { PAGE_SIZE, vaddr } from "../machine/units.ts";
import { Console } from "./console.ts";
import { Coverage } from "./coverage.ts";
import { Faults } from "./faults.ts";
import { makeImports } from "./imports.ts";
import type { KernelServices } from "./kernel-services.ts";
import { LoadedModule } from "./loaded-module.ts";
import { Locks } from "./locks.ts";
import { AddressSanitizer } from "./memory/address-sanitizer.ts";
import { Balloon } from "./memory/balloon.ts";
import { DirectMapWindow } from "./memory/direct-map-window.ts";
import { Heap } from "./memory/heap.ts";
import { MarkWatch } from "./memory/mark-watch.ts";
import { MemorySanitizer } from "./memory/memory-sanitizer.ts";
import { ViewWatch } from "./memory/view-watch.ts";
import { tierUpLater } from "./tier-up-later.ts";

/**
 * Loads a module and makes what serves it, one part after the other: each is handed what is whole already. Nothing of the
 * kernel runs but the question where it has its direct map.
 *
 * @throws Error if the module asks for something that no kernel import is
 */
export function assembleServices(build: Build, params: MachineParams): KernelServices {
  if (build.module === null) throw new Error("a side that did not build cannot run");
  let services: KernelServices | null = null;
  const served = (): KernelServices => {
    if (services === null) throw new Error("the module calls before there is a machine");
    return services;
  };
  const trace = new Trace();
  const module = compiled(build.module);
  const console = new Console(trace, () => served().loaded.charge("message"));
  const env = makeImports(module, build, served);
  const wasi = console.imports(module);
  const instance = new WebAssembly.Instance(module, { env, wasi_snapshot_preview1: wasi });
  console.attach(instance);
  const loaded = new LoadedModule(build, instance);
  const { u8 } = loaded;

  loaded.fillWork();
  const directMapBase = loaded.joinReturned(loaded.peek("hb_direct_map") ?? 0);
  const tables = loaded.address("hb_page_tables");
  const arch = archOf(build.config);
  const machine = new Machine(arch, { ...params, directMapBase }, loaded.memory, tables, trace);
  const views = new ViewWatch(machine);
  const locks = new Locks(trace, () => views.look());
  const faults = new Faults();
  const balloon = new Balloon(trace, () => faults.hit("balloon"));
  const window = new DirectMapWindow(u8, machine, () => balloon.taken);
  const heap = new Heap(u8, trace, locks, () => faults.hit("kmalloc"));
  const { layout } = machine;
  if (arch.longBytes === 8) heap.limit = layout.lowmem.start * PAGE_SIZE;
  else
    machine.windows = {
      at: loaded.address("hb_windows"),
      bytes: DIRECT_MAP_WINDOWS * PAGE_SIZE,
      va: vaddr(layout.directMapBase + layout.ballooned.start * PAGE_SIZE),
    };
  const marks = new MarkWatch(loaded, trace, balloon);
  const seen = { loaded, trace, machine, heap, window };
  const sanitizer = build.flavour === "asan" ? new AddressSanitizer(seen) : null;
  const values = build.flavour === "msan" ? new MemorySanitizer(seen) : null;
  const watch = sanitizer ?? values;
  if (watch !== null) heap.watchWith(watch);
  heap.reset(loaded.heapBase);
  sanitizer?.boot(LOW_BYTES[build.flavour], loaded.heapBase, heap.limit);
  const hypervisor = new Hypervisor(machine);
  hypervisor.context.memory.watch = watch;
  hypervisor.context.onMmuRequest = () => loaded.charge("op");
  const coverage = loaded.has("hb_name_counters") ? new Coverage(loaded.u32) : null;
  services = {
    ...{ ...seen, console, hypervisor, locks, balloon, faults },
    ...{ views, marks, coverage, sanitizer, values },
  };
  return services;
}

/** One module serves all guests of a build. */
const modules = new WeakMap<Uint8Array, WebAssembly.Module>();

function compiled(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  tierUpLater();
  const module = modules.get(bytes) ?? new WebAssembly.Module(bytes);
  modules.set(bytes, module);
  return module;
}
