// SPDX-License-Identifier: GPL-2.0-only
import { ModelState } from "./model-state.ts";
import type { CopySide, HandleName, Operation, UnmapRequest, Where } from "./operation.ts";
import type { World } from "./world.ts";

/** What an operation is to be answered with. */
export interface Expected {
  readonly ret: number;
  /** Of each operation in the call; none for a call without. */
  readonly statuses: readonly number[];
}

const OKAY = 0;
const GENERAL_ERROR = -1;
const BAD_DOMAIN = -2;
const BAD_REF = -3;
const BAD_HANDLE = -4;
const BAD_DEV_ADDR = -6;
const DENIED = -8;
const BAD_PAGE = -9;
const BAD_COPY = -10;
const AGAIN = -12;
const SELF = 0x7ff0;

const status = (...statuses: number[]): Expected => ({ ret: 0, statuses });
const call = (ret: number): Expected => ({ ret, statuses: [] });

/**
 * A second, simpler telling of what Xen does with grants: sets of mappings and a table of entries, out of which pins,
 * in-use bits and references follow. Shares nothing with the emulation but the names of frames.
 */
export class GrantModel {
  readonly state: ModelState;

  constructor(world: World) {
    this.state = new ModelState(world);
  }

  /** @returns the number of the handle that a step names. */
  handle(name: HandleName): number {
    const live = [...this.state.mappings.keys()].sort((a, b) => a - b);
    if ("number" in name) return name.number;
    return live.length === 0 ? 0xffff : live[name.nth % live.length]!;
  }

  /** @returns the operation with the handles' numbers: those that are live before it. */
  resolved(operation: Operation): Operation {
    const number = (handle: HandleName): HandleName => ({ number: this.handle(handle) });
    if (operation.op === "replace") return { ...operation, handle: number(operation.handle) };
    if (operation.op !== "unmap") return operation;
    return { ...operation, batch: operation.batch.map((one) => ({ ...one, handle: number(one.handle) })) };
  }

  /** Says what a step is answered with, and changes the state accordingly. `given` is the handle that a map gave. */
  step(operation: Operation, given: number): Expected {
    const { state } = this;
    switch (operation.op) {
      case "map":
        return status(this.#map(operation, given));
      case "unmap":
        return status(...operation.batch.map((one) => this.#unmap(one)));
      case "replace":
        return status(this.#replace(operation));
      case "copy":
        return status(this.#copy(operation));
      case "swap": {
        const { a, b } = operation;
        if (a >= state.entries(0) || b >= state.entries(0)) return status(BAD_REF);
        if (a !== b && (state.isMapped(0, a) || state.isMapped(0, b))) return status(AGAIN);
        const [first, second] = [state.entry(0, a), state.entry(0, b)];
        state.setEntry(0, a, second);
        state.setEntry(0, b, first);
        return status(OKAY);
      }
      case "transfer":
        return status(this.#transfer(operation));
      case "setup": {
        const dom = operation.dom === SELF ? 0 : operation.dom;
        if (dom > 2) return status(BAD_DOMAIN);
        if (operation.frames > 2) return status(GENERAL_ERROR);
        state.frames[dom] = Math.max(state.frames[dom]!, operation.frames);
        return status(OKAY);
      }
      case "version":
        if (operation.version !== 1 && operation.version !== 2) return call(-22);
        if (operation.version === state.version) return call(0);
        if ([...state.mappings.values()].some((one) => one.dom === 0)) return call(-16);
        state.changeVersion(operation.version);
        return call(0);
      case "write":
        return call(
          operation.how.by === "store" ? Math.max(this.#write(operation), -1) : this.#write(operation),
        );
      case "grant":
        if (!state.isMapped(operation.dom, operation.ref))
          state.setEntry(operation.dom, operation.ref, {
            flags: operation.flags,
            grantee: operation.grantee,
            frame: state.world.frame(operation.frame),
          });
        return call(0);
      case "end access": {
        const { dom, ref } = operation;
        // What a completed transfer leaves in an entry stands where the in-use bits of others do.
        if (state.isMapped(dom, ref) || (state.entry(dom, ref).flags & 0x18) !== 0) return call(0);
        state.setEntry(dom, ref, { ...state.entry(dom, ref), flags: 0 });
        return call(1);
      }
      case "touch":
        return call(0);
    }
  }

  #map({ dom, ref, flags, where }: Operation & { op: "map" }, given: number): number {
    const { state } = this;
    const host = (flags & 2) !== 0;
    const device = (flags & 1) !== 0;
    const writable = (flags & 4) === 0;
    if (!host && !device) return BAD_REF;
    if (dom > 2) return BAD_DOMAIN;
    if (ref >= state.entries(dom)) return BAD_REF;
    const entry = state.entry(dom, ref);
    const others = state.mappingsOf(dom, ref);
    if (others.length === 0 && ((entry.flags & 0x103) !== 1 || entry.grantee !== 0)) return GENERAL_ERROR;
    if (writable && (entry.flags & 4) !== 0 && !others.some((one) => one.writable)) return GENERAL_ERROR;
    const frame = others[0]?.frame ?? entry.frame;
    if (state.owner(frame) !== dom) return BAD_PAGE;
    if (writable && state.isPageTable(frame)) return GENERAL_ERROR;
    const byPte = "place" in where ? where.byPte : isMachineAddress(where);
    const place = "place" in where ? where.place : -1;
    if (host && place < 0) return GENERAL_ERROR;
    if (host) state.places[place] = { frame, writable };
    state.mappings.set(given, { dom, ref, frame, writable, byPte, host, device, place: host ? place : -1 });
    return OKAY;
  }

  #unmap({ handle, host, bus }: UnmapRequest): number {
    const { state } = this;
    const number = this.handle(handle);
    const mapping = state.mappings.get(number);
    if (mapping === undefined) return BAD_HANDLE;
    if (bus === "wrong" && mapping.device) return BAD_DEV_ADDR;
    const undoHost = mapping.host && !isZero(host);
    if (undoHost) {
      const place = host === "own" ? mapping.place : placeOf(host, mapping.byPte);
      if (!state.shows(place, mapping)) return GENERAL_ERROR;
      state.places[place] = null;
      mapping.host = false;
      state.undone++;
    }
    if (bus === "right" && mapping.device) {
      mapping.device = false;
      state.undone++;
    }
    if (!mapping.host && !mapping.device) state.mappings.delete(number);
    return OKAY;
  }

  #replace({ handle, host, fresh }: Operation & { op: "replace" }): number {
    const { state } = this;
    const number = this.handle(handle);
    const mapping = state.mappings.get(number);
    if (mapping === undefined) return BAD_HANDLE;
    if (!mapping.host || isZero(host)) return OKAY;
    let moved: { frame: number; writable: boolean } | null = null;
    if (!isZero(fresh)) {
      if (mapping.byPte) return GENERAL_ERROR;
      const from = placeOf(fresh, false);
      if (from < 0) return GENERAL_ERROR;
      moved = state.places[from]!;
      state.places[from] = null;
    }
    const place = host === "own" ? mapping.place : placeOf(host, mapping.byPte);
    if (!state.shows(place, mapping)) return GENERAL_ERROR;
    state.places[place] = moved;
    mapping.host = false;
    state.undone++;
    if (!mapping.device) state.mappings.delete(number);
    return OKAY;
  }

  #copy({ from, to, offset }: Operation & { op: "copy" }): number {
    for (const side of [from, to]) {
      const dom = "ref" in side ? side.dom : side.asDom;
      if (dom !== SELF && dom > 2) return BAD_DOMAIN;
      if (!("ref" in side) && dom !== SELF) return DENIED;
    }
    const source = this.#claim(from, false, null);
    if (source < 0) return source;
    const dest = this.#claim(to, true, from);
    if (dest < 0) return dest;
    return offset + 1 > 4096 ? BAD_COPY : OKAY;
  }

  /** @returns a status if a side of a copy cannot be had. `held`: the other side, in use meanwhile. */
  #claim(side: CopySide, write: boolean, held: CopySide | null): number {
    const { state } = this;
    if (!("ref" in side)) {
      const frame = state.world.frame(side.frame);
      if (state.owner(frame) !== 0) return BAD_PAGE;
      return write && state.isPageTable(frame) ? GENERAL_ERROR : OKAY;
    }
    const dom = side.dom === SELF ? 0 : side.dom;
    if (side.ref >= state.entries(dom)) return BAD_REF;
    const entry = state.entry(dom, side.ref);
    const others = state.mappingsOf(dom, side.ref);
    const isHeld =
      held !== null && "ref" in held && held.ref === side.ref && (held.dom === SELF ? 0 : held.dom) === dom;
    if (others.length === 0 && !isHeld && ((entry.flags & 3) !== 1 || entry.grantee !== 0))
      return GENERAL_ERROR;
    if (write && (entry.flags & 4) !== 0 && !others.some((one) => one.writable)) return GENERAL_ERROR;
    const frame = others[0]?.frame ?? entry.frame;
    if (state.owner(frame) !== dom) return BAD_PAGE;
    return write && state.isPageTable(frame) ? GENERAL_ERROR : OKAY;
  }

  #transfer({ frame, dom, ref }: Operation & { op: "transfer" }): number {
    const { state } = this;
    const given = state.world.frame(frame);
    const isOrdinary = frame.of === 0 && state.owner(given) === 0;
    if (!isOrdinary || state.references(given) !== 1) return BAD_PAGE;
    state.owners.set(given, -1);
    if (dom > 2) return BAD_DOMAIN;
    if (ref >= state.entries(dom)) return GENERAL_ERROR;
    const entry = state.entry(dom, ref);
    if (state.shownFlags(dom, ref) !== 2 || entry.grantee !== 0) return GENERAL_ERROR;
    state.owners.set(given, dom);
    state.setEntry(dom, ref, { ...entry, flags: 0xe, frame: given });
    return OKAY;
  }

  #write({ how, place, pte }: Operation & { op: "write" }): number {
    const { state } = this;
    let owner = 0;
    if (how.by === "mmu_update" && how.asDom !== SELF) {
      if (how.asDom === 0 || how.asDom > 2) return -3;
      owner = how.asDom;
    }
    const errno = this.#writeErrno(place, pte, owner);
    if (errno === 0)
      state.places[place] = pte && { frame: state.world.frame(pte.frame), writable: pte.writable };
    return errno;
  }

  #writeErrno(place: number, pte: (Operation & { op: "write" })["pte"], owner: number): number {
    const { state } = this;
    if (pte === null) return 0;
    const frame = state.world.frame(pte.frame);
    const old = state.places[place];
    // Xen looks at a frame again only if the frame or the right to write changes.
    if (old != null && old.frame === frame && old.writable === pte.writable) return 0;
    if (pte.frame.of === "nothing") return -1;
    if (state.owner(frame) !== owner) return -16;
    return pte.writable && state.isPageTable(frame) ? -16 : 0;
  }
}

const isMachineAddress = (where: Where): boolean =>
  "bad" in where && ["misaligned", "data page", "upper table"].includes(where.bad);

const isZero = (where: "own" | Where | null): boolean =>
  where === null || (where !== "own" && "bad" in where && where.bad === "zero");

/** @returns the place that an address means to a mapping of one kind, -1 if none. */
const placeOf = (where: Where | null, byPte: boolean): number =>
  where !== null && "place" in where && where.byPte === byPte ? where.place : -1;
