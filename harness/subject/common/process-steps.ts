// SPDX-License-Identifier: GPL-2.0-only

import * as v from "valibot";
import { many } from "../../base/many.ts";
import { hi32, lo32, PAGE_SIZE } from "../../machine/units.ts";
import { means } from "../means.ts";
import { defineStep } from "../step-kind.ts";
import { name, process, small } from "../step-values.ts";
import { exitProcess } from "./exit-process.ts";

/*
 * A process, its files and what it has mapped.
 */

const device = v.pipe(v.string(), v.regex(/^[\w/-]{1,64}$/, "letters, digits, _, - and /, at most 64"));

/** The device by the name that its driver registers. */
export const open = defineStep(
  "open",
  {
    process,
    file: means("name that the file gets", name),
    device: v.optional(means("device, below /dev", device), "xen/gntdev"),
  },
  {
    by: "user",
    does: "opens a device",
    tells: (step) => `opens /dev/${step.device} as ${step.file}`,
    gives: (step) => `file ${step.file}`,
    isSystemCall: true,
    isFoundation: true,
    run: (run, step) => {
      const process = run.process(step.process);
      run.guest.space = process.space;
      const file = run.guest.call("hb_open", process.mm, run.guest.deviceNumber(step.device));
      if (file < 0) return file;
      run.files.set(step.file, { name: step.file, process, lin: file, closed: false });
      return 0;
    },
  },
);

export const close = defineStep(
  "close",
  { file: means("name of an open file", name) },
  {
    by: "user",
    does: "closes a file",
    tells: (step) => `closes ${step.file}`,
    uses: (step) => [`file ${step.file}`],
    run: (run, step) => {
      const file = run.file(step.file);
      file.closed = true;
      run.guest.space = file.process.space;
      run.guest.call("hb_close", file.lin);
      return null;
    },
  },
);

export const munmap = defineStep(
  "munmap",
  {
    map: means("name of a mapping", name),
    first: v.optional(means("first page to go", small), 0),
    pages: v.optional(means("how many pages; else to the end", small)),
  },
  {
    by: "user",
    does: "unmaps a mapping, or some pages of it, by munmap()",
    tells: (step) => {
      const { map, first, pages } = step;
      if (pages === undefined)
        return first === 0 ? `unmaps ${map} (munmap)` : `unmaps ${map} from page ${first} on (munmap)`;
      return `unmaps ${many(pages, "page")} of ${map} from page ${first} on (munmap)`;
    },
    uses: (step) => [`map ${step.map}`, `pages ${step.map}`],
    run: (run, step) => {
      const map = run.map(step.map);
      if (map.va === null) throw run.error(`"${step.map}" is not mapped`);
      if (map.process === null) throw run.error(`"${step.map}" is no process's`);
      const { process: whose } = map;
      // there is no page there to begin with
      if (step.first > 0) run.mapPage(step.map, step.first);
      const count = step.pages ?? map.pages.length - step.first;
      const va = map.va + step.first * PAGE_SIZE;
      run.guest.space = whose.space;
      const going = map.pages.slice(step.first, step.first + count).filter(({ mapped }) => mapped);
      for (const page of going) page.mapped = false;
      const result = run.guest.call("hb_munmap", whose.mm, lo32(va), hi32(va), count);
      // a driver may refuse to have its area cut
      if (result < 0) for (const page of going) page.mapped = true;
      if (map.pages.every((page) => !page.mapped)) map.va = null;
      return result;
    },
  },
);

export const exit = defineStep(
  "exit",
  { process },
  {
    by: "user",
    does: "exits: what it has mapped goes, its files are closed",
    tells: () => "exits",
    run: (run, step) => {
      exitProcess(run, run.process(step.process));
      return null;
    },
  },
);

/** Memory of the process's own becomes an area of somebody else, as the kernel knows it: of another driver, say. */
export const otherArea = defineStep(
  "other-area",
  { process },
  {
    by: "user",
    does: "memory of its own becomes an area of another driver",
    tells: () => "makes its own memory an area of another driver",
    run: (run, step) => {
      const whose = run.process(step.process);
      const own = run.ownMemory(whose);
      run.guest.call("hb_other_area", whose.mm, lo32(own), hi32(own), 2);
      return null;
    },
  },
);
