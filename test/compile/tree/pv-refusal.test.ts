// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { pvRefusal } from "../../../harness/compile/tree/pv-refusal.ts";

const reading = (text: string | null) => (path: string) => (path === "arch/x86/xen/Kconfig" ? text : null);

test.each<readonly [what: string, kconfig: string | null, on64: boolean, on32: boolean]>([
  [
    "is limited to 64 bits",
    'config XEN_PV\n\tbool "PV"\n\tdepends on XEN\n\tdepends on X86_64\n',
    true,
    false,
  ],
  ["is in both", 'config XEN_PV\n\tbool "PV"\n\tdepends on XEN && (X86_64 || X86_PAE)\n', true, true],
  ["has no symbol of its own", 'config XEN\n\tbool "Xen"\n\tdepends on X86_64\n', true, true],
  ["is not described", null, true, true],
])("where PV %s", (_, kconfig, on64, on32) => {
  expect(pvRefusal("x86_64", reading(kconfig)) === null).toBe(on64);
  expect(pvRefusal("x86_32-pae", reading(kconfig)) === null).toBe(on32);
  expect(pvRefusal("x86_32-pae-highmem", reading(kconfig)) === null).toBe(on32);
});
