// SPDX-License-Identifier: GPL-2.0-only
import { ERRNO } from "../../abi/errno.ts";
import type { Item } from "../../slice/text/item.ts";
import { splitItems } from "../../slice/text/split-items.ts";
import type { UnitItems } from "../../slice/text/unit-items.ts";

/*
 * A service of the runtime for trees that can fail asks first whether it has to, by its kernel name: so every call of
 * the tree to a service can be made to fail, and the tree's own text stays as it is. Which service can fail, its
 * definition says: the part in which it stands, its return type, and, where it never does, a mark (csrc/kernel/kernel.h).
 */

/** Parts of which nothing fails here: they compute, run at boot, or hand on to an import that has a point of its own. */
const SURE_PARTS: ReadonlySet<string> = new Set([
  "csrc/kernel/boot.c",
  "csrc/kernel/fs/devices.c",
  "csrc/kernel/lib/lists.c",
  "csrc/kernel/lib/bits.c",
  "csrc/kernel/xen/p2m.c",
  "csrc/kernel/mm/memmap.c",
  "csrc/kernel/mm/alloc.c",
  "csrc/kernel/mm/uaccess.c",
  "csrc/kernel/mm/pages.c",
  "csrc/kernel/mm/highmem.c",
  "csrc/kernel/steps/steps.c",
  "csrc/kernel/steps/grant-api.c",
]);

/** The entry points of the harness, and what replaced macros expand to. */
const OWN = /^hb_/;

/** HB_NO_FAULT_POINT (csrc/kernel/kernel.h). */
const MARK = /"no fault point"/;

/** Words of a head that say nothing of the type. */
const NO_TYPE =
  /__attribute__\s*\(\(.*?\)\)|\b(?:static|extern|inline|__inline|__inline__|const|volatile)\b/gs;

/** A function of the runtime that can be made to fail. */
interface FaultPoint {
  readonly name: string;
  /** Behind the opening brace of its body. */
  readonly offset: number;
  /** What is to stand there. */
  readonly question: string;
}

/**
 * The functions of the runtime that can be made to fail, in their order.
 *
 * @param text the runtime, preprocessed
 * @param partOf says in which part of it a line stands
 */
export function faultPoints(text: string, partOf: (line: number) => string): FaultPoint[] {
  const unit = splitItems(text);
  return unit.items.flatMap((item) => {
    const { name } = item;
    if (!item.isFunction || item.isStatic || item.file !== unit.mainFile || OWN.test(name)) return [];
    if (SURE_PARTS.has(partOf(item.line))) return [];
    const value = failureOf(unit, item);
    if (value === null) return [];
    const question = ` if (hb_fault_point(hb_lin("${name}"))) return ${value};`;
    return [{ name, offset: unit.tokens.end[item.range.body]!, question }];
  });
}

/** @returns what the function returns when it fails, or null if it cannot say so */
function failureOf({ text, tokens }: UnitItems, { name, range }: Item): string | null {
  const head = text.slice(tokens.start[range.from]!, tokens.start[range.body]!);
  if (MARK.test(head)) return null;
  const type = head.slice(0, head.search(new RegExp(`\\b${name}\\s*\\(`))).replace(NO_TYPE, " ");
  // a type that depends on the tree
  if (type.includes("(")) return null;
  if (type.includes("*")) return "(void *)0";
  const words = type.trim().split(/\s+/);
  if (words.join() === "bool" || words.join() === "_Bool") return "0";
  if (words.every((word) => ["int", "long", "signed", "ssize_t", "s32"].includes(word)))
    return `-${errnoOf(name)}`;
  return null;
}

/** The error that callers have to expect first. */
function errnoOf(name: string): number {
  if (/_(?:interruptible|killable)$/.test(name)) return ERRNO.EINTR;
  return /_user_pages/.test(name) ? ERRNO.EFAULT : ERRNO.ENOMEM;
}
