// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { ERRNO } from "../../abi/errno.ts";
import { many } from "../../base/many.ts";
import { HYPERCALL, RESOURCE, XENVER } from "../../hypervisor/constants.ts";
import { type Mfn, vaddr } from "../../machine/units.ts";
import { means } from "../means.ts";
import { defineStep } from "../step-kind.ts";
import { count, domain, name, own, refused, small } from "../step-values.ts";
import { ARRAY_AT, Argument, BAD_POINTER, callPrivcmd, put, words } from "./call-privcmd.ts";
import { foreignMap, show } from "./foreign-maps.ts";
import { noteCall, restrict } from "./restrictions.ts";
import { noteUnknown } from "./unknown-ioctls.ts";

/*
 * What else a process does with /dev/xen/privcmd.
 */

const usesFile = (step: { readonly file: string }): readonly string[] => [`file ${step.file}`];

/** Where the number of frames lies in the argument of mmap_resource. */
const NUM_AT = 16;

/**
 * IOCTL_PRIVCMD_MMAP_RESOURCE: frames that Xen keeps for a domain, of its grant table say. Without a mapping, the result is
 * how many there are.
 */
export const privcmdResource = defineStep(
  "privcmd-resource",
  {
    file: means("name of an open file", name),
    map: v.optional(means("name that privcmd-mmap gave", name)),
    domain,
    type: v.optional(means("XENMEM_resource_…", v.picklist(["grant_table", "ioreq_server"])), "grant_table"),
    id: v.optional(means("which of these", small), 0),
    first: v.optional(means("first frame", small), 0),
    pages: v.optional(means("how many frames", count), 0),
    refused,
  },
  {
    by: "user",
    does: 'IOCTL_PRIVCMD_MMAP_RESOURCE: maps frames that Xen keeps for a domain; without "map", the result is how many there are',
    tells: (step) => {
      const what = `XENMEM_resource_${step.type} ${step.id} of domain ${step.domain}`;
      if (step.map === undefined) return `asks privcmd how many frames there are of ${what}`;
      return `has privcmd map ${many(step.pages, "frame")} of ${what} in ${step.map}, from frame ${step.first} on`;
    },
    uses: (step) => [`file ${step.file}`, ...(step.map === undefined ? [] : [`pages ${step.map}`])],
    isSystemCall: true,
    isToBeRefused: (step) => step.refused,
    isFoundation: true,
    run: (run, step) => {
      const file = run.file(step.file);
      const { guest } = run;
      const va = step.map === undefined ? 0 : (run.map(step.map).va ?? 0);
      const argument = new Argument(guest.machine.arch.longBytes)
        .u16(step.domain)
        .u32(RESOURCE[step.type])
        .u32(step.id)
        .u32(step.first)
        .u64(step.pages)
        .u64(va);
      const result = callPrivcmd(run, file, "mmap_resource", argument);
      noteCall(run, file, step.domain);
      const { map } = step;
      if (map === undefined)
        return result < 0 ? result : words(run, file, vaddr(file.process.buffer + NUM_AT), 1)[0]!;
      // some frames may have been mapped before one fails
      for (let i = 0; i < step.pages && i < foreignMap(run, map).shown.length; i++) {
        const frame: Mfn = guest.hypervisor.context.grantFrame(step.domain, step.first + i);
        show(run, map, i, result === 0 ? frame : "anything");
      }
      return result;
    },
  },
);

/** IOCTL_PRIVCMD_HYPERCALL: asks for Xen's version, or for what no hypercall has the number of. */
export const privcmdHypercall = defineStep(
  "privcmd-hypercall",
  {
    file: means("name of an open file", name),
    call: v.optional(
      means("which; none is one that Xen lacks", v.picklist(["xen_version", "none"])),
      "xen_version",
    ),
    refused,
  },
  {
    by: "user",
    does: "IOCTL_PRIVCMD_HYPERCALL",
    tells: (step) =>
      `has privcmd call ${step.call === "none" ? "a hypercall that Xen lacks" : `HYPERVISOR_${step.call}`}`,
    uses: usesFile,
    isSystemCall: true,
    isToBeRefused: (step) => step.refused,
    run: (run, step) => {
      const file = run.file(step.file);
      const number = step.call === "xen_version" ? HYPERCALL.xen_version : NO_HYPERCALL;
      const argument = new Argument(run.guest.machine.arch.longBytes).u64(number).u64(XENVER.version);
      for (let i = 1; i < 5; i++) argument.u64(0);
      const result = callPrivcmd(run, file, "hypercall", argument);
      noteCall(run, file, null);
      return result;
    },
  },
);

/** Xen reserves it for others. */
const NO_HYPERCALL = 60;

/** IOCTL_PRIVCMD_DM_OP: buffers of the process's own two pages are handed to Xen. */
export const privcmdDmOp = defineStep(
  "privcmd-dm-op",
  {
    file: means("name of an open file", name),
    domain,
    buffers: v.pipe(
      v.array(v.union([v.strictObject({ own, bytes: means("how many", count) }), v.literal("nowhere")])),
      v.maxLength(32),
    ),
    times: v.optional(
      means("so many times over", v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(512))),
      1,
    ),
    refused,
  },
  {
    by: "user",
    does: "IOCTL_PRIVCMD_DM_OP: hands buffers to Xen, for a device model",
    tells: (step) =>
      `hands Xen ${many(step.buffers.length * step.times, "buffer")} for the device model of domain ${step.domain}`,
    uses: usesFile,
    isSystemCall: true,
    isToBeRefused: (step) => step.refused,
    run: (run, step) => {
      const file = run.file(step.file);
      const { longBytes } = run.guest.machine.arch;
      const mine = run.ownMemory(file.process);
      const buffers = new Argument(longBytes);
      const all = Array.from({ length: step.times }, () => step.buffers).flat();
      for (const one of all)
        if (one === "nowhere") buffers.long(BAD_POINTER).long(8);
        else buffers.long(mine + one.own).long(one.bytes);
      // a long list lies where the buffers are
      const at = all.length > FEW ? mine : vaddr(file.process.buffer + ARRAY_AT);
      put(run, file, at, buffers.bytes);
      const argument = new Argument(longBytes).u16(step.domain).u16(all.length).long(at);
      const result = callPrivcmd(run, file, "dm_op", argument);
      noteCall(run, file, step.domain);
      return result;
    },
  },
);

/** Buffers whose list fits beside an argument. */
const FEW = 64;

/** An ioctl that no kernel gives this number to. */
export const privcmdUnknownIoctl = defineStep(
  "privcmd-unknown-ioctl",
  { file: means("name of an open file", name) },
  {
    by: "user",
    does: "calls an ioctl that no kernel knows; -ENOTTY is right",
    tells: () => "calls an ioctl of privcmd that no kernel knows",
    uses: usesFile,
    isSystemCall: true,
    run: (run, step) => {
      const file = run.file(step.file);
      const result = callPrivcmd(run, file, "unknown", new Argument(8).u64(0));
      // what a driver says to the kernel's own caller, which says the other to the process
      const told = result === -ENOIOCTLCMD ? -ERRNO.ENOTTY : result;
      if (told !== -ERRNO.ENOTTY) noteUnknown(run, told);
      return told;
    },
  },
);

const ENOIOCTLCMD = 515;

/** IOCTL_PRIVCMD_RESTRICT: from now on the file is good for one domain alone. */
export const privcmdRestrict = defineStep(
  "privcmd-restrict",
  { file: means("name of an open file", name), domain, refused },
  {
    by: "user",
    does: "IOCTL_PRIVCMD_RESTRICT: the file is good for one domain from now on",
    tells: (step) => `restricts ${step.file} to domain ${step.domain}`,
    uses: usesFile,
    isSystemCall: true,
    isToBeRefused: (step) => step.refused,
    run: (run, step) => {
      const file = run.file(step.file);
      const result = callPrivcmd(run, file, "restrict", new Argument(4).u16(step.domain));
      if (result === 0) restrict(run, file, step.domain);
      return result;
    },
  },
);
