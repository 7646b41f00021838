// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, test } from "vitest";
import { initConsole } from "../../harness/guest/console.ts";
import { Guest } from "../../harness/guest/guest.ts";
import { CONFIGS } from "../../harness/machine/config.ts";
import { DEFAULT_PARAMS } from "../../harness/machine/params.ts";
import { fixturePath } from "../support/golden.ts";
import { buildView, referenceViews, withFile } from "../support/views.ts";

const PATH = "drivers/xen/pointers.c";

const OOPS = "unable to handle kernel paging request";

/** In the shadow: no address of anything. */
const IN_THE_SHADOW = 0x2_0000;

describe.each(CONFIGS)("in %s", (config) => {
  let guest: Guest;
  beforeAll(async () => {
    const code = readFileSync(fixturePath("guest/pointers.c"), "utf8");
    const view = withFile((await referenceViews()).before, PATH, code);
    const build = await buildView(view, config, "before", undefined, "asan");
    expect(build.errors).toEqual([]);
    await initConsole();
    guest = new Guest(build, DEFAULT_PARAMS);
  });

  /** The rules that a call breaks, and what it dies of. */
  function told(name: string, ...args: number[]): string[] {
    guest.reset();
    try {
      guest.call(name, ...args);
    } catch {
      // the last event says so
    }
    return guest.trace.events.flatMap((event) => {
      if (event.kind === "rule") return [`${event.rule}: ${event.text}`];
      return event.kind === "oops" ? [event.text] : [];
    });
  }

  /** Beside a variable of the harness. */
  const behindOwn = (): number => guest.address("hb_ret_hi") + 4;

  const WILD = ["wild-pointer: read of 4 bytes through a wild pointer", OOPS];

  it("a wild pointer is one in the same words wherever it leads", () => {
    expect(told("read_at", IN_THE_SHADOW)).toEqual(WILD);
    expect(told("read_at", guest.heap.limit - 0x2000)).toEqual(WILD);
    expect(told("read_at", behindOwn())).toEqual(WILD);
    expect(told("read_at", 0x30_0000)).toEqual(WILD);
  });

  it("a wild pointer that is no address of the module's is told with its value", () => {
    expect(told("write_at", 0x6000_0000)).toEqual([
      "wild-pointer: write of 4 bytes through a wild pointer, at 0x60000000",
      OOPS,
    ]);
  });

  it.each([0, 0xf_ffff, 0xffff_ffff])(
    "the page of frame number %i, which does not exist, is told as one",
    (pfn) => {
      const bytes = config === "x86_64" ? 8 : 4;
      const what = "a page pointer made of a frame number that does not exist";
      expect(told("page_of", pfn)).toEqual([`wild-pointer: read of ${bytes} bytes through ${what}`, OOPS]);
      guest.reset();
      expect(guest.call("page_and_back", pfn) >>> 0).toBe(pfn);
    },
  );

  it("a pointer of fresh memory is told as what it is", () => {
    expect(told("pointer_never_set")).toEqual([
      "wild-pointer: read of 1 byte through a pointer that was never set",
      OOPS,
    ]);
  });

  it("a copy to nowhere is a wild pointer as any access is", () => {
    const text = "wild-pointer: write of 16 bytes through a wild pointer";
    expect(told("copy_to", IN_THE_SHADOW)).toEqual([text, OOPS]);
    expect(told("copy_to", behindOwn())).toEqual([text, OOPS]);
  });

  it("a copy to NULL is told as a write through a null pointer is", () => {
    expect(told("copy_to", 8)).toEqual([
      "null-dereference: write of 16 bytes through a null pointer, at 0x8",
      "kernel NULL pointer dereference",
    ]);
  });

  test.each([
    ["before_an_object", "write of 4 bytes at offset -4 of a 20-byte object (kzalloc)"],
    ["behind_an_object", "write of 4 bytes at offset 20 of a 20-byte object (kzalloc)"],
    ["before_a_variable", "read of 8 bytes beside the global variable table"],
    ["behind_a_variable", "read of 8 bytes beside the global variable table"],
    ["partly_behind_a_variable", "read of 8 bytes beside the global variable odd"],
    ["copy_behind_a_variable", "copy_from_user: write of 8 bytes beside the global variable little"],
  ])("%s is out of bounds of the nearest: %s", (name, text) => {
    expect(told(name)).toEqual([`out-of-bounds: ${text}`]);
  });

  it("a pointer that is far from any object is wild", () => {
    expect(told("far_from_any_object")).toEqual([
      "wild-pointer: read of 1 byte through a wild pointer",
      OOPS,
    ]);
  });
});
