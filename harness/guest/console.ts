// SPDX-License-Identifier: GPL-2.0-only
import { init, WASI } from "@wasmer/wasi";
import type { Trace } from "../machine/trace.ts";

let ready: Promise<void> | null = null;

/** Has to have been awaited before a Console is made. Called early, it gets ready while other things are read. */
export function initConsole(): Promise<void> {
  ready ??= init().then(() => {});
  return ready;
}

/** KERN_ERR and its like, as kernels up to 3.5 begin a message, and as later ones do. */
const LOG_LEVEL = new RegExp(`^(?:<\\d>|${String.fromCharCode(1)}\\d)`);

/** Characters of a message that are kept: the kernel's own have no longer lines (csrc/runtime/printk.c). */
const LONGEST = 1024;

type FdWrite = (fd: number, iovs: number, count: number, written: number) => number;

/**
 * The kernel's console: printk reaches it through WASI's fd_write, the only WASI call that a module may import. One
 * Console belongs to one instance.
 */
export class Console {
  readonly #wasi = new WASI({});
  readonly #decoder = new TextDecoder();
  readonly #trace: Trace;
  readonly #onMessage: () => void;

  /** @param onMessage told of each message before it is written */
  constructor(trace: Trace, onMessage: () => void) {
    this.#trace = trace;
    this.#onMessage = onMessage;
  }

  /** @returns the module's import object for WASI */
  imports(module: WebAssembly.Module): WebAssembly.ModuleImports {
    const all = this.#wasi.getImports(module) as Record<string, WebAssembly.ModuleImports>;
    const write = all["wasi_snapshot_preview1"]?.["fd_write"] as FdWrite | undefined;
    if (write === undefined) return {};
    return {
      fd_write: (fd: number, iovs: number, count: number, written: number): number => {
        this.#onMessage();
        const result = write(fd, iovs, count, written);
        const text = this.#decoder.decode(this.#wasi.getStdoutBuffer());
        this.#trace.emit({ kind: "printk", text: text.slice(0, LONGEST).replace(LOG_LEVEL, "").trimEnd() });
        return result;
      },
    };
  }

  attach(instance: WebAssembly.Instance): void {
    this.#wasi.instantiate(instance, {});
  }

  /** Gives back what WASI holds for this instance. */
  free(): void {
    this.#wasi.free();
  }
}
