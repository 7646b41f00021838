// SPDX-License-Identifier: GPL-2.0-only
import type { KernelTree } from "../../base/tree/kernel-tree.ts";
import type { ConfigName } from "../../machine/config.ts";
import { evaluateKconfig } from "../../slice/kconfig/evaluate-kconfig.ts";
import { holds } from "../../slice/kconfig/holds.ts";
import { parseKconfig } from "../../slice/kconfig/parse-kconfig.ts";
import { pvRefusal } from "./pv-refusal.ts";

/** Parts of a tree whose symbols no slice needs. */
const ELSEWHERE =
  /^(?:Documentation|crypto|fs|io_uring|net|rust|samples|security|sound|drivers\/(?!xen\/|Kconfig$)|arch\/(?!x86\/|Kconfig))/;

/** What a Xen guest with grant devices has, on any width; and what only an x86 could run is off. */
const GIVEN: Readonly<Record<string, string>> = {
  X86: "y",
  MMU: "y",
  SMP: "y",
  XEN: "y",
  XEN_PV: "y",
  XEN_DOM0: "y",
  // without it, headers of a dom0 do not fit together
  ACPI: "y",
  PARAVIRT: "y",
  PARAVIRT_GUEST: "y",
  HYPERVISOR_GUEST: "y",
  XEN_GNTDEV: "y",
  XEN_GRANT_DEV_ALLOC: "y",
  XEN_BALLOON: "y",
  XEN_UNPOPULATED_ALLOC: "y",
  MMU_NOTIFIER: "y",
  SPARSEMEM_VMEMMAP: "y",
  // lists ask before they are changed
  DEBUG_LIST: "y",
  // patched instructions
  HAVE_STATIC_CALL: "n",
  HAVE_STATIC_CALL_INLINE: "n",
  JUMP_LABEL: "n",
  TRACEPOINTS: "n",
  PREEMPT_DYNAMIC: "n",
  // who is preempted calls the scheduler by an instruction; x86 has no other way since 7.0
  ARCH_HAS_PREEMPT_LAZY: "n",
  FUNCTION_TRACER: "n",
  // what checks copies, objects and locks by means of its own: here flavours and the harness do
  HARDENED_USERCOPY: "n",
  FORTIFY_SOURCE: "n",
  KASAN: "n",
  KCSAN: "n",
  KMSAN: "n",
  KFENCE: "n",
  KCOV: "n",
  UBSAN: "n",
  PROVE_LOCKING: "n",
  LOCKDEP: "n",
  DEBUG_LOCK_ALLOC: "n",
  DEBUG_SPINLOCK: "n",
  DEBUG_MUTEXES: "n",
  DEBUG_RWSEMS: "n",
  DEBUG_ATOMIC_SLEEP: "n",
  // a lock for each area, which only the kernel's own allocator of areas makes
  PER_VMA_LOCK: "n",
  // locks stay functions with names
  UNINLINE_SPIN_UNLOCK: "y",
  INLINE_SPIN_UNLOCK: "n",
  INLINE_SPIN_UNLOCK_IRQ: "n",
  INLINE_READ_UNLOCK: "n",
  INLINE_WRITE_UNLOCK: "n",
};

const SLOB = [
  ["SLOB", "y"],
  ["SLUB", "n"],
  ["SLAB", "n"],
] as const;

const BY_CONFIG: Readonly<Record<ConfigName, Readonly<Record<string, string>>>> = {
  x86_64: { X86_64: "y", "64BIT": "y" },
  "x86_32-pae": { X86_64: "n", "64BIT": "n", X86_32: "y", X86_PAE: "y", NOHIGHMEM: "y" },
  "x86_32-pae-highmem": {
    X86_64: "n",
    "64BIT": "n",
    X86_32: "y",
    X86_PAE: "y",
    HIGHMEM64G: "y",
    HIGHMEM: "y",
  },
};

/** The configuration that a tree is compiled in. */
export interface TreeConfig {
  /** Text of include/generated/autoconf.h. */
  readonly autoconf: string;
  /** @returns whether the tree's Kconfig files let a symbol be on here; unknown symbols are */
  allows(symbol: string): boolean;
}

/** A configuration, and all that was read for it. */
interface KnownConfig {
  readonly read: ReadonlyMap<string, string | null>;
  readonly made: TreeConfig;
}

/** By tree, configuration and the user's own .config: both sides of a patch, and their whole files, ask for the same. */
const known = new Map<string, KnownConfig>();

/**
 * The symbols that a tree is compiled with: the user's own .config, or one made from the tree's Kconfig files for a
 * small Xen guest. What patches instructions at run time is off in either.
 *
 * @param read text of a file of the tree, or null
 */
export function treeConfig(
  tree: KernelTree,
  config: ConfigName,
  read: (path: string) => string | null,
): TreeConfig {
  const key = JSON.stringify([tree.dir, config, tree.kconfig]);
  const former = known.get(key);
  if (former !== undefined && [...former.read].every(([path, text]) => read(path) === text))
    return former.made;
  const texts = new Map<string, string | null>();
  const made = makeConfig(tree, config, (path) => {
    const text = read(path);
    texts.set(path, text);
    return text;
  });
  known.set(key, { read: texts, made });
  return made;
}

function makeConfig(tree: KernelTree, config: ConfigName, read: (path: string) => string | null): TreeConfig {
  const given = new Map(Object.entries({ ...GIVEN, ...BY_CONFIG[config] }));
  if (pvRefusal(config, read) !== null) given.set("XEN_PV", "n");
  const kconfig = parseKconfig((path) => (ELSEWHERE.test(path) ? null : read(path)));
  // the one allocator of older kernels whose inline functions tell the size
  if (kconfig.symbols.has("SLOB")) for (const [name, value] of SLOB) given.set(name, value);
  const values = tree.kconfig === null ? evaluateKconfig(kconfig, given) : ofUser(tree.kconfig, given);
  const autoconf = [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `#define CONFIG_${name}${value === "m" ? "_MODULE" : ""} ${define(value)}\n`)
    .join("");
  const allows = (symbol: string): boolean => {
    const depends = kconfig.symbols.get(symbol)?.depends ?? [];
    return values.has(symbol) || depends.length === 0 || depends.some((one) => holds(one, values));
  };
  return { autoconf, allows };
}

function define(value: string): string {
  if (value === "y" || value === "m") return "1";
  return /^(?:0x[0-9a-fA-F]+|-?\d+)$/.test(value) ? value : JSON.stringify(value);
}

/** A .config as the kernel's build writes it. What this tool needs of a machine holds all the same. */
function ofUser(text: string, given: ReadonlyMap<string, string>): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^CONFIG_(\w+)=(.*)$/.exec(line.trim());
    if (match === null) continue;
    values.set(match[1]!, match[2]!.replaceAll(/^"|"$/g, ""));
  }
  for (const [name, value] of given) {
    if (value === "n") values.delete(name);
    else values.set(name, value);
  }
  // drivers that are modules are compiled in: one thing is loaded, and that is all of it
  for (const [name, value] of values) if (value === "m") values.set(name, "y");
  return values;
}
