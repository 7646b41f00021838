// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { beforeAll, describe, expect, it, test } from "vitest";
import type { Guest } from "../../harness/guest/guest.ts";
import { GuestDied } from "../../harness/guest/guest-died.ts";
import { makeImports } from "../../harness/guest/imports.ts";
import { GuestFault } from "../../harness/hypervisor/guest-fault.ts";
import { UnmodelledCall } from "../../harness/hypervisor/unmodelled-call.ts";
import { TraceFull } from "../../harness/machine/trace.ts";
import { pfn, vaddr } from "../../harness/machine/units.ts";
import { buildGuests, scenarioOf } from "../scenario/guests.ts";

type Imports = Record<string, (...args: number[]) => unknown>;

let guest: Guest;
beforeAll(async () => {
  const guests = await buildGuests(["x86_64"]);
  guest = guests.get("x86_64", "after", scenarioOf([{ do: "open", file: "f" }]));
});

const text = (value: string): number[] => [value.length, ...Buffer.from(value)];

/** A module that imports one thing: a function of type 0, or what `kind` encodes. */
function importing(module: string, name: string, kind: readonly number[] = [0, 0]): WebAssembly.Module {
  const imported = [1, ...text(module), ...text(name), ...kind];
  const types = [1, 0x60, 0, 0];
  return new WebAssembly.Module(
    new Uint8Array([
      ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...[1, types.length, ...types],
      ...[2, imported.length, ...imported],
    ]),
  );
}

const importsOf = (module: WebAssembly.Module): Imports =>
  makeImports(module, guest.build, () => guest.kernel) as Imports;

describe("a module is refused if it imports", () => {
  test.each([
    ["another WASI function", "wasi_snapshot_preview1", "path_open"],
    ["a function that ends the process", "wasi_snapshot_preview1", "proc_exit"],
    ["fd_write of an older WASI", "wasi_unstable", "fd_write"],
    ["from another module", "node:fs", "readFileSync"],
  ])("%s", (_, module, name) => {
    expect(() => importsOf(importing(module, name))).toThrow(`imports ${module}.${name}`);
  });

  test("a memory", () => {
    expect(() => importsOf(importing("env", "memory", [2, 0, 1]))).toThrow("imports env.memory");
  });

  test("a global", () => {
    expect(() => importsOf(importing("env", "x", [3, 0x7f, 0]))).toThrow("imports env.x");
  });
});

describe("an import", () => {
  it("that nobody models is there, and stops the kernel with its name when it is called", () => {
    const env = importsOf(importing("env", "frobnicate"));
    expect(() => env["frobnicate"]!(1)).toThrow(
      new GuestDied("unmodelled", "unmodelled kernel function frobnicate called"),
    );
  });

  it.each(["constructor", "toString", "__proto__"])("named %s is not what every object has", (name) => {
    const env = importsOf(importing("env", name));
    expect(() => env[name]!()).toThrow(`unmodelled kernel function ${name} called`);
  });

  it("of fd_write is left to the console", () => {
    expect(importsOf(importing("wasi_snapshot_preview1", "fd_write"))).toEqual(Object.create(null));
  });

  it("that copies from a process oopses where the kernel's side of the copy is no memory", () => {
    const env = importsOf(new WebAssembly.Module(guest.build.module!));
    guest.reset();
    guest.space = guest.call("hb_mm_space", guest.call("hb_mm_new"));
    const page = guest.machine.layout.lowmem.start;
    expect(guest.machine.mapUser(guest.space, vaddr(0x7f00_0000_0000), pfn(page), true)).toBe(true);
    expect(env["hb_copy_from_user"]!(guest.u8.length - 8, 0, 0x7f00, 8)).toBe(0);
    expect(() => env["hb_copy_from_user"]!(guest.u8.length - 4, 0, 0x7f00, 8)).toThrow(
      new GuestDied("oops", "unable to handle kernel paging request"),
    );
    guest.reset();
  });

  it("returns or stops the kernel, whatever it is handed", () => {
    const env = importsOf(new WebAssembly.Module(guest.build.module!));
    const names = Object.keys(env);
    expect(names).toContain("hb_grant_table_op");
    const known = [0, 1, 2, 5, 13, 0xffff, 0x10000, 0x7ff0, 0x1fffff, 0x200000, -1, -0x80000000, 0x7fffffff];
    const arg = fc.oneof(fc.constantFrom(...known), fc.integer({ min: -0x80000000, max: 0x7fffffff }));
    const call = fc.tuple(fc.constantFrom(...names), fc.array(arg, { minLength: 6, maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(call, { maxLength: 8 }), (calls) => {
        guest.reset();
        for (const [name, args] of calls) {
          try {
            const result = env[name]!(...args);
            expect(["number", "undefined"]).toContain(typeof result);
          } catch (error) {
            // more events than anybody looks at stop a kernel as well
            const stops = [GuestDied, GuestFault, TraceFull, UnmodelledCall];
            if (!stops.some((one) => error instanceof one)) throw error;
          }
        }
      }),
      { numRuns: 500, seed: 2011 },
    );
    guest.reset();
  });
});
