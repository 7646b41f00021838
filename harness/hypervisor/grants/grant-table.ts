// SPDX-License-Identifier: GPL-2.0-only
import { GNTST, GTF } from "../constants.ts";

/** Entries of one grant frame: 8 bytes each in version 1, 16 in version 2. */
const V1_PER_FRAME = 512;
const V2_PER_FRAME = 256;

/** Entries of one status frame of version 2: 2 bytes each. */
const STATUS_PER_FRAME = 2048;

/** Entries that stay when the version changes (GNTTAB_NR_RESERVED_ENTRIES). */
const RESERVED = 8;

/** Pins count the ways an entry is in use; each of the four may reach this many (recorded: pin.max_device_ro). */
const MAX_PINS = 128;

/** The four kinds of use. */
export const PIN_HOST_WRITE = 0;
export const PIN_HOST_READ = 1;
export const PIN_DEVICE_WRITE = 2;
export const PIN_DEVICE_READ = 3;

/**
 * One domain's grant table: the shared entries, which the domain writes, and what Xen notes beside each while it is in
 * use (the active entry). A version 2 table has its in-use bits in status frames, not in the entries.
 */
export class GrantTable {
  /** Shared entries: flags, grantee and frame. */
  readonly flags: Uint16Array;
  readonly domid: Uint16Array;
  readonly frame: Uint32Array;
  /** In-use bits of version 2. */
  readonly status: Uint16Array;
  /** Active entries: the frame as it was when first pinned. */
  readonly activeFrame: Int32Array;
  readonly #pins: Uint8Array;
  /** Grant frames in use and their limit. */
  frames = 1;
  maxFrames: number;
  version = 1;
  #sealed: {
    frames: number;
    version: number;
    entries: Uint16Array;
    domids: Uint16Array;
    named: Uint32Array;
    active: Int32Array;
    status: Uint16Array;
    pins: Uint8Array;
  } | null = null;

  constructor(maxFrames: number) {
    const n = maxFrames * V1_PER_FRAME;
    this.maxFrames = maxFrames;
    this.flags = new Uint16Array(n);
    this.domid = new Uint16Array(n);
    this.frame = new Uint32Array(n);
    this.activeFrame = new Int32Array(n);
    this.status = new Uint16Array(n);
    this.#pins = new Uint8Array(n * 4);
  }

  /** @returns how many references there are. */
  get entries(): number {
    return this.frames * (this.version === 1 ? V1_PER_FRAME : V2_PER_FRAME);
  }

  /** @returns true while anything is mapped through the entry. */
  isPinned(ref: number): boolean {
    const p = this.#pins;
    const i = ref * 4;
    return (p[i]! | p[i + 1]! | p[i + 2]! | p[i + 3]!) !== 0;
  }

  /** @returns true while anything is mapped writable. */
  isPinnedForWrite(ref: number): boolean {
    return (this.#pins[ref * 4 + PIN_HOST_WRITE]! | this.#pins[ref * 4 + PIN_DEVICE_WRITE]!) !== 0;
  }

  /** @returns how often the entry is pinned in one way. */
  pins(ref: number, kind: number): number {
    return this.#pins[ref * 4 + kind]!;
  }

  /** @returns false if the count is full. */
  canPin(ref: number, kind: number): boolean {
    return this.#pins[ref * 4 + kind]! < MAX_PINS;
  }

  /** Counts one more use. */
  pin(ref: number, kind: number): void {
    this.#pins[ref * 4 + kind]!++;
  }

  /** Counts one use less. */
  unpin(ref: number, kind: number): void {
    this.#pins[ref * 4 + kind]!--;
  }

  /**
   * Checks a shared entry and sets its in-use bits. An entry already pinned is not checked for type and grantee again
   * (Xen: _set_status_v1, _set_status_v2; recorded: group pinned).
   * @param forMap a map, not a copy: a sub-page grant does not do
   * @returns GNTST_okay or GNTST_general_error
   */
  setStatus(ref: number, readonly: boolean, forMap: boolean, grantee: number): number {
    const flags = this.flags[ref]!;
    const mask = GTF.type_mask | (forMap ? GTF.sub_page : 0);
    if (!this.isPinned(ref) && ((flags & mask) !== GTF.permit_access || this.domid[ref] !== grantee))
      return GNTST.general_error;
    if (!readonly && (flags & GTF.readonly) !== 0) return GNTST.general_error;
    this.#inUse()[ref]! |= GTF.reading | (readonly ? 0 : GTF.writing);
    return GNTST.okay;
  }

  /**
   * Clears the in-use bits that no pin holds any more, after a use ended; the writing bit after a writable use alone
   * (Xen: reduce_status_for_pin; recorded: unmap.entry_stale_in_use_bits).
   */
  clearStatus(ref: number, readonly: boolean): void {
    if (!readonly && !this.isPinnedForWrite(ref)) this.#inUse()[ref]! &= ~GTF.writing;
    if (!this.isPinned(ref)) this.#inUse()[ref]! &= ~GTF.reading;
  }

  /** @returns the in-use bits of an entry, wherever the version keeps them. */
  inUse(ref: number): number {
    return this.#inUse()[ref]! & (GTF.reading | GTF.writing);
  }

  /** @returns how many status frames there are: none in version 1. */
  get statusFrames(): number {
    return this.version === 1 ? 0 : Math.ceil((this.frames * V2_PER_FRAME) / STATUS_PER_FRAME);
  }

  /** @returns true while anything at all is mapped through the table. */
  anyPinned(): boolean {
    for (let ref = 0; ref < this.entries; ref++) if (this.isPinned(ref)) return true;
    return false;
  }

  /** Changes the version: the reserved entries stay, the others are emptied (recorded: group v2). */
  setVersion(version: number): void {
    this.version = version;
    this.status.fill(0);
    for (const array of [this.flags, this.domid, this.frame]) array.fill(0, RESERVED);
  }

  /** Exchanges two shared entries. */
  swap(a: number, b: number): void {
    for (const array of [this.flags, this.domid, this.frame]) {
      const kept = array[a]!;
      array[a] = array[b]!;
      array[b] = kept;
    }
  }

  #inUse(): Uint16Array {
    return this.version === 1 ? this.flags : this.status;
  }

  /** Remembers the present state for `reset`. */
  seal(): void {
    const n = this.frames * V1_PER_FRAME;
    this.#sealed = {
      frames: this.frames,
      version: this.version,
      entries: this.flags.slice(0, n),
      domids: this.domid.slice(0, n),
      named: this.frame.slice(0, n),
      active: this.activeFrame.slice(0, n),
      status: this.status.slice(0, n),
      pins: this.#pins.slice(0, n * 4),
    };
  }

  /** Returns to the state at `seal`. */
  reset(): void {
    const sealed = this.#sealed;
    if (sealed === null) return;
    const n = this.frames * V1_PER_FRAME;
    const then = sealed.entries.length;
    if (n > then) {
      this.flags.fill(0, then, n);
      this.domid.fill(0, then, n);
      this.frame.fill(0, then, n);
      this.status.fill(0, then, n);
      this.#pins.fill(0, then * 4, n * 4);
    }
    this.frames = sealed.frames;
    this.version = sealed.version;
    this.flags.set(sealed.entries);
    this.domid.set(sealed.domids);
    this.frame.set(sealed.named);
    this.activeFrame.set(sealed.active);
    this.status.set(sealed.status);
    this.#pins.set(sealed.pins);
  }
}
