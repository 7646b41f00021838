// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigName } from "../../machine/config.ts";
import { holds } from "../../slice/kconfig/holds.ts";
import { parseKconfig } from "../../slice/kconfig/parse-kconfig.ts";

/** Where a kernel says what its Xen guests need. */
const XEN_KCONFIG = "arch/x86/xen/Kconfig";

/** What decides: the width. All else that a PV guest needs is there. */
const WIDTHS: Readonly<Record<ConfigName, readonly string[]>> = {
  x86_64: ["X86_64", "64BIT"],
  "x86_32-pae": ["X86_32", "X86_PAE"],
  "x86_32-pae-highmem": ["X86_32", "X86_PAE", "HIGHMEM", "HIGHMEM64G"],
};

/**
 * Whether a tree has PV guests of this width: newer kernels have them on x86_64 alone, and say so in their Kconfig.
 *
 * @param read text of a file of the tree, or null
 * @returns why not, in one line; null if it has them
 */
export function pvRefusal(config: ConfigName, read: (path: string) => string | null): string | null {
  const kconfig = parseKconfig((path) => (path === "Kconfig" ? read(XEN_KCONFIG) : null));
  const depends = kconfig.symbols.get("XEN_PV")?.depends ?? [];
  const allowed = (width: ConfigName): boolean => {
    const words = depends.join(" ").match(/\b[A-Z][A-Z0-9_]*\b/g) ?? [];
    const widths = new Set(Object.values(WIDTHS).flat());
    const on = [...words.filter((word) => !widths.has(word)), ...WIDTHS[width]];
    const values = new Map(on.map((name) => [name, "y"]));
    return depends.length === 0 || depends.some((one) => holds(one, values));
  };
  if (allowed(config) || !allowed("x86_64")) return null;
  return `the tree has PV guests on x86_64 alone (XEN_PV in ${XEN_KCONFIG})`;
}
