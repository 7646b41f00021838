// SPDX-License-Identifier: GPL-2.0-only
import { type GrantHandle, handle } from "../../machine/units.ts";

/** Entries of one maptrack frame. */
const PER_FRAME = 256;
const END = -1;

interface Snapshot {
  readonly size: number;
  readonly head: number;
  readonly tail: number;
  readonly live: number;
  readonly flags: Uint32Array;
  readonly domid: Uint16Array;
  readonly ref: Uint32Array;
  readonly next: Int32Array;
  readonly used: Uint8Array;
}

/**
 * The mapping domain's handles. Freed ones go to the end of one list and are taken from its front; a new frame's
 * entries go before what is left. The last entry of the list is never taken, so that one frame gives 255 handles
 * (Xen: get_maptrack_handle, put_maptrack_handle; recorded: groups handles and maptrack).
 */
export class Maptrack {
  /** Flags of the map operation; they lose host_map and device_map as those parts are unmapped. */
  readonly flags: Uint32Array;
  readonly domid: Uint16Array;
  readonly ref: Uint32Array;

  readonly #limit: number;
  readonly #next: Int32Array;
  readonly #used: Uint8Array;
  #head = END;
  #tail = END;
  #size = 0;
  #live = 0;
  #sealed: Snapshot | null = null;

  /** @param limit most entries; counted in whole frames of 256, at least one. */
  constructor(limit: number) {
    this.#limit = Math.max(1, Math.ceil(limit / PER_FRAME)) * PER_FRAME;
    this.flags = new Uint32Array(this.#limit);
    this.domid = new Uint16Array(this.#limit);
    this.ref = new Uint32Array(this.#limit);
    this.#next = new Int32Array(this.#limit);
    this.#used = new Uint8Array(this.#limit);
  }

  /** @returns how many handles are in use. */
  get live(): number {
    return this.#live;
  }

  /** @returns how many entries there are so far: a handle from here on has never been. */
  get size(): number {
    return this.#size;
  }

  /** @returns true for a handle in use. */
  has(handle: number): boolean {
    return handle < this.#size && this.#used[handle] === 1;
  }

  /** Takes a handle. @returns -1 if there is none left. */
  take(): GrantHandle | -1 {
    let taken: number;
    if (this.#head !== this.#tail) {
      taken = this.#head;
      this.#head = this.#next[taken]!;
    } else if (this.#size < this.#limit) {
      taken = this.#addFrame();
    } else {
      return -1;
    }
    this.#used[taken] = 1;
    this.#live++;
    return handle(taken);
  }

  /** Gives a handle back. */
  give(handle: GrantHandle): void {
    this.flags[handle] = 0;
    this.#used[handle] = 0;
    this.#live--;
    this.#next[handle] = END;
    this.#next[this.#tail] = handle;
    this.#tail = handle;
  }

  /** Remembers the present state for `reset`. */
  seal(): void {
    this.#sealed = {
      size: this.#size,
      head: this.#head,
      tail: this.#tail,
      live: this.#live,
      flags: this.flags.slice(0, this.#size),
      domid: this.domid.slice(0, this.#size),
      ref: this.ref.slice(0, this.#size),
      next: this.#next.slice(0, this.#size),
      used: this.#used.slice(0, this.#size),
    };
  }

  /** Returns to the state at `seal`. */
  reset(): void {
    const sealed = this.#sealed;
    if (sealed === null) return;
    this.flags.fill(0, sealed.size, this.#size);
    this.#used.fill(0, sealed.size, this.#size);
    this.#size = sealed.size;
    this.#head = sealed.head;
    this.#tail = sealed.tail;
    this.#live = sealed.live;
    this.flags.set(sealed.flags);
    this.domid.set(sealed.domid);
    this.ref.set(sealed.ref);
    this.#next.set(sealed.next);
    this.#used.set(sealed.used);
  }

  #addFrame(): number {
    const first = this.#size;
    const last = first + PER_FRAME - 1;
    for (let i = first; i < last; i++) this.#next[i] = i + 1;
    this.#next[last] = this.#head;
    if (this.#tail === END) this.#tail = last;
    this.#head = first + 1;
    this.#size += PER_FRAME;
    return first;
  }
}
