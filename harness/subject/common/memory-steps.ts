// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { ERRNO } from "../../abi/errno.ts";
import { hi32, lo32, pfn, vaddr } from "../../machine/units.ts";
import { means } from "../means.ts";
import { defineStep } from "../step-kind.ts";
import { byte, name, offset, own, process, small } from "../step-values.ts";
import { userVa } from "./user-va.ts";

/*
 * A process uses its memory, and direct I/O does so for it.
 */

const EFAULT = -ERRNO.EFAULT;

export const userWrite = defineStep(
  "user-write",
  {
    map: means("name of a mapping", name),
    page: means("page of it", small),
    offset,
    value: means("the byte", byte),
  },
  {
    by: "user",
    does: "writes a byte to what it has mapped",
    tells: (step) => `writes ${step.value} to page ${step.page} of ${step.map} at offset ${step.offset}`,
    uses: (step) => [`map ${step.map}`, `pages ${step.map}`],
    isAccess: true,
    run: (run, step) => {
      const { process, va } = userVa(run, step.map, step.page);
      const bytes = Uint8Array.of(step.value);
      return run.guest.machine.writeBytes(process.space, vaddr(va + step.offset), bytes, true) ? 0 : EFAULT;
    },
  },
);

export const userRead = defineStep(
  "user-read",
  { map: means("name of a mapping", name), page: means("page of it", small), offset },
  {
    by: "user",
    does: "reads a byte of what it has mapped; the result is the byte",
    tells: (step) => `reads page ${step.page} of ${step.map} at offset ${step.offset}`,
    uses: (step) => [`map ${step.map}`, `pages ${step.map}`],
    isAccess: true,
    run: (run, step) => {
      const { process, va } = userVa(run, step.map, step.page);
      return run.guest.machine.readBytes(process.space, vaddr(va + step.offset), 1, true)?.[0] ?? EFAULT;
    },
  },
);

/** Direct I/O: the kernel finds the page behind the user's address and touches it through its own view. */
export const directIo = defineStep(
  "direct-io",
  {
    map: means("name of a mapping", name),
    page: means("page of it", small),
    access: means("whether the kernel reads or writes", v.picklist(["read", "write"])),
    offset,
    value: v.optional(means("the byte that it writes", byte), 0),
  },
  {
    by: "user",
    does: "direct I/O: the kernel finds the page behind the user's address, kmaps it and touches a byte",
    tells: (step) => {
      const what = step.access === "read" ? "read" : `write ${step.value} to`;
      return `has the kernel ${what} page ${step.page} of ${step.map} at offset ${step.offset}, by direct I/O`;
    },
    uses: (step) => [`map ${step.map}`, `pages ${step.map}`],
    isAccess: true,
    run: (run, step) => {
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
    },
  },
);

/**
 * Direct I/O that is under way: somebody has a reference to the page until it ends, wherever the process goes. The page is
 * found as get_user_pages finds it.
 */
export const holdPage = defineStep(
  "hold-page",
  { map: means("name of a mapping", name), page: means("page of it", small) },
  {
    by: "user",
    does: "direct I/O begins: the kernel holds a reference to the page",
    tells: (step) => `begins direct I/O on page ${step.page} of ${step.map}: the kernel takes a reference`,
    uses: (step) => [`map ${step.map}`, `pages ${step.map}`],
    run: (run, step) => {
      const { process, va } = userVa(run, step.map, step.page);
      const { guest, held } = run;
      guest.space = process.space;
      const page = guest.call("hb_hold_page", process.space, lo32(va), hi32(va));
      if (page === -1) return EFAULT;
      held.set(`${step.map} ${step.page}`, pfn(page));
      return 0;
    },
  },
);

export const releasePage = defineStep(
  "release-page",
  { map: means("name of a mapping", name), page: means("page of it", small) },
  {
    by: "user",
    does: "that direct I/O ends",
    tells: (step) => `ends direct I/O on page ${step.page} of ${step.map}`,
    uses: (step) => [`map ${step.map}`, `pages ${step.map}`],
    run: (run, step) => {
      const { guest, held } = run;
      const name = `${step.map} ${step.page}`;
      const page = held.get(name);
      if (page !== undefined) guest.call("hb_release_page", page);
      held.delete(name);
      return null;
    },
  },
);

export const ownWrite = defineStep(
  "own-write",
  { process, own, value: means("the byte", byte) },
  {
    by: "user",
    does: "writes a byte to memory of its own",
    tells: (step) => `writes ${step.value} to its own memory at offset ${step.own}`,
    run: (run, step) => {
      const whose = run.process(step.process);
      const at = vaddr(run.ownMemory(whose) + step.own);
      return run.guest.machine.writeBytes(whose.space, at, Uint8Array.of(step.value), true) ? 0 : EFAULT;
    },
  },
);

export const ownRead = defineStep(
  "own-read",
  { process, own },
  {
    by: "user",
    does: "reads a byte of its own; the result is the byte",
    tells: (step) => `reads its own memory at offset ${step.own}`,
    run: (run, step) => {
      const whose = run.process(step.process);
      const at = vaddr(run.ownMemory(whose) + step.own);
      return run.guest.machine.readBytes(whose.space, at, 1, true)?.[0] ?? EFAULT;
    },
  },
);
