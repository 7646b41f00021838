// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../abi/errno.ts";
import { hi32, join64, lo32, PAGE_SIZE, type Pfn, pfn, vaddr } from "../../machine/units.ts";
import type { GrantedPage } from "../granted-page.ts";
import type { GrantMap, Process, RunState } from "../run-state.ts";
import type { StepOf } from "../step-schema.ts";

const EFAULT = -ERRNO.EFAULT;

/** ioctl numbers: _IOC(_IOC_NONE, 'G', nr, size of the argument) (public header of gntdev). */
const ioctl = (nr: number, size: number): number => (size << 16) | (0x47 << 8) | nr;
const MAP_GRANT_REF = ioctl(0, 24);
const UNMAP_GRANT_REF = ioctl(1, 16);
const GET_OFFSET_FOR_VADDR = ioctl(2, 24);
const SET_UNMAP_NOTIFY = ioctl(7, 16);

/** Where arguments are put together; the longest names 32 grants. */
const ARGUMENT_WORDS = new Uint32Array(128);
const ARGUMENT = new Uint8Array(ARGUMENT_WORDS.buffer);

/** Copies an argument to the process's buffer and calls ioctl on it. */
function callIoctl(
  run: RunState,
  process: Process,
  file: number,
  cmd: number,
  words: readonly number[],
): number {
  for (let i = 0; i < words.length; i++) ARGUMENT_WORDS[i] = words[i]!;
  run.guest.space = process.space;
  run.guest.machine.writeBytes(process.space, process.buffer, ARGUMENT, true, 0, words.length * 4);
  return run.guest.call("hb_ioctl", process.mm, file, cmd, lo32(process.buffer), hi32(process.buffer));
}

function readBuffer(run: RunState, process: Process, offset: number): number {
  const bytes = run.guest.machine.readBytes(process.space, vaddr(process.buffer + offset), 8, true);
  if (bytes === null) return 0;
  const word = (i: number): number =>
    (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)) >>> 0;
  return join64(word(0), word(4));
}

export function open(run: RunState, step: StepOf<"open">): number {
  const process = run.process(step.process);
  run.guest.space = process.space;
  const file = run.guest.call("hb_open", process.mm, run.guest.deviceNumber(step.device));
  if (file < 0) return file;
  run.files.set(step.file, { name: step.file, process, lin: file, closed: false });
  return 0;
}

export function mapGrantRef(run: RunState, step: StepOf<"map-grant-ref">): number {
  const file = run.file(step.file);
  const process = run.process(step.process);
  const firstEvent = run.guest.trace.events.length;
  let result: number;
  if (step.badPointer) {
    run.guest.space = process.space;
    result = run.guest.call("hb_ioctl", process.mm, file.lin, MAP_GRANT_REF, 0x1000, 0);
  } else {
    const count = step.count ?? step.grants.length;
    const words = [count, 0, 0, 0, ...step.grants.flat()];
    result = callIoctl(run, process, file.lin, MAP_GRANT_REF, words);
  }
  if (result < 0) return result;
  const pfns = pagesGivenOut(run, firstEvent);
  const pages = step.grants.map(([domain, ref], i): GrantedPage => {
    const frame = run.guest.grantedFrame(domain, ref);
    return {
      map: step.map,
      page: i,
      pfn: pfns[i]!,
      mfn: frame,
      readonly: false,
      kernelView: true,
      space: process.space,
      userVa: vaddr(0),
      mapped: false,
    };
  });
  for (const page of pages) run.used.add(page.pfn);
  run.maps.set(step.map, {
    name: step.map,
    file,
    index: Math.floor(readBuffer(run, process, 8) / PAGE_SIZE),
    grants: step.grants,
    pages,
    va: null,
  });
  return result;
}

function pagesGivenOut(run: RunState, firstEvent: number): Pfn[] {
  const { events } = run.guest.trace;
  const pfns: Pfn[] = [];
  for (let i = firstEvent; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind === "pages" && event.by === "alloc_xenballooned_pages") pfns.push(...event.pfns);
  }
  return pfns;
}

export function mmap(run: RunState, step: StepOf<"mmap">): number {
  const map = run.map(step.map);
  const process = run.process(step.process);
  const pages = step.pages ?? map.pages.length;
  const va = process.nextVa;
  process.nextVa += (pages + 1) * PAGE_SIZE;
  run.guest.space = process.space;
  const flags = [step.writable ? 1 : 0, step.shared ? 1 : 0];
  const where = [lo32(va), hi32(va), pages, map.index];
  const result = run.guest.call("hb_mmap", process.mm, map.file.lin, ...where, ...flags);
  if (result !== 0) return result;
  map.va = vaddr(va);
  map.pages.forEach((page, i) => {
    map.pages[i] = {
      ...page,
      // the guest may have put another page behind the reference since the ioctl
      mfn: run.guest.grantedFrame(...map.grants[i]!),
      mapped: true,
      space: process.space,
      userVa: vaddr(va + i * PAGE_SIZE),
      readonly: !step.writable,
    };
  });
  return result;
}

function userVa(run: RunState, name: string, page: number): { process: Process; va: number } {
  const map = run.map(name);
  const granted = run.mapPage(name, page);
  if (map.va === null && granted.userVa === 0) throw run.error(`"${name}" was never mapped`);
  return { process: map.file.process, va: granted.userVa };
}

export function userWrite(run: RunState, step: StepOf<"user-write">): number {
  const { process, va } = userVa(run, step.map, step.page);
  const bytes = Uint8Array.of(step.value);
  return run.guest.machine.writeBytes(process.space, vaddr(va + step.offset), bytes, true) ? 0 : EFAULT;
}

export function userRead(run: RunState, step: StepOf<"user-read">): number {
  const { process, va } = userVa(run, step.map, step.page);
  return run.guest.machine.readBytes(process.space, vaddr(va + step.offset), 1, true)?.[0] ?? EFAULT;
}

export function munmap(run: RunState, step: StepOf<"munmap">): number {
  const map = run.map(step.map);
  if (map.va === null) throw run.error(`"${step.map}" is not mapped`);
  const { process } = map.file;
  const count = step.pages ?? map.pages.length - step.first;
  const va = map.va + step.first * PAGE_SIZE;
  run.guest.space = process.space;
  for (const page of map.pages.slice(step.first, step.first + count)) page.mapped = false;
  if (map.pages.every((page) => !page.mapped)) map.va = null;
  return run.guest.call("hb_munmap", process.mm, lo32(va), hi32(va), count);
}

export function unmapGrantRef(run: RunState, step: StepOf<"unmap-grant-ref">): number {
  const map = run.map(step.map);
  const offset = map.index * PAGE_SIZE;
  const words = [lo32(offset), hi32(offset), map.pages.length, 0];
  return callIoctl(run, map.file.process, map.file.lin, UNMAP_GRANT_REF, words);
}

export function otherArea(run: RunState, step: StepOf<"other-area">): null {
  const process = run.process(step.process);
  const own = run.ownMemory(process);
  run.guest.call("hb_other_area", process.mm, lo32(own), hi32(own), 2);
  return null;
}

export function getOffset(run: RunState, step: StepOf<"get-offset">): number {
  const map = run.map(step.map);
  const own = step.own === undefined ? null : vaddr(run.ownMemory(map.file.process) + step.own);
  const va = own ?? (map.va === null ? vaddr(0) : vaddr(map.va + step.page * PAGE_SIZE));
  const words = [lo32(va), hi32(va), 0, 0, 0, 0];
  const result = callIoctl(run, map.file.process, map.file.lin, GET_OFFSET_FOR_VADDR, words);
  return result < 0 ? result : readBuffer(run, map.file.process, 8);
}

export function setUnmapNotify(run: RunState, step: StepOf<"set-unmap-notify">): number {
  const map: GrantMap = run.map(step.map);
  const offset = (map.index + step.page) * PAGE_SIZE + step.offset;
  const action = (step.clearByte ? 1 : 0) | (step.sendEvent ? 2 : 0);
  const words = [lo32(offset), hi32(offset), action, step.port];
  const result = callIoctl(run, map.file.process, map.file.lin, SET_UNMAP_NOTIFY, words);
  if (result >= 0) run.notifies.arm(map, step);
  return result;
}

/** Direct I/O: the kernel finds the page behind the user's address and touches it through its own view. */
export function directIo(run: RunState, step: StepOf<"direct-io">): number {
  const { process, va } = userVa(run, step.map, step.page);
  const write = step.access === "write";
  const { guest } = run;
  guest.space = process.space;
  const page = guest.call("hb_get_user_page", process.space, lo32(va), hi32(va), write ? 1 : 0);
  if (page === -1) return EFAULT;
  run.kmapped = true;
  const at = vaddr(guest.callVa("hb_kmap", page) + step.offset);
  const value = write
    ? guest.machine.writeBytes(0, at, Uint8Array.of(step.value), false)
      ? 0
      : EFAULT
    : (guest.machine.readBytes(0, at, 1, false)?.[0] ?? EFAULT);
  run.noteView(pfn(page), at, run.mapPage(step.map, step.page));
  guest.call("hb_kunmap", page);
  return value;
}

/** A reference from outside, as long as direct I/O is under way: the page is found as get_user_pages finds it. */
export function holdPage(run: RunState, step: StepOf<"hold-page">): number {
  const { process, va } = userVa(run, step.map, step.page);
  const { guest, held } = run;
  guest.space = process.space;
  const page = guest.call("hb_hold_page", process.space, lo32(va), hi32(va));
  if (page === -1) return EFAULT;
  held.set(`${step.map} ${step.page}`, pfn(page));
  return 0;
}

export function releasePage({ guest, held }: RunState, step: StepOf<"release-page">): null {
  const name = `${step.map} ${step.page}`;
  const page = held.get(name);
  if (page !== undefined) guest.call("hb_release_page", page);
  held.delete(name);
  return null;
}

export function close(run: RunState, step: StepOf<"close">): null {
  const file = run.file(step.file);
  file.closed = true;
  run.guest.space = file.process.space;
  run.guest.call("hb_close", file.lin);
  return null;
}

export function exit(run: RunState, step: StepOf<"exit">): null {
  exitProcess(run, run.process(step.process));
  return null;
}

/** As the kernel does it: the address space goes first, then the files. */
export function exitProcess(run: RunState, process: Process): void {
  const { guest } = run;
  guest.space = process.space;
  for (const page of run.grantedPages())
    if (page.space === process.space && page.map !== "api") page.mapped = false;
  guest.call("hb_exit_mm", process.mm);
  for (const file of run.files.values()) {
    if (file.closed || file.process !== process) continue;
    file.closed = true;
    guest.call("hb_close", file.lin);
  }
  // its page tables stay until the next reset: events that name their entries are read after the run
  process.exited = true;
}
