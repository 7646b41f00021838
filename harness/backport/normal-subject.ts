// SPDX-License-Identifier: GPL-2.0-only

/**
 * What a finding is about, in words that two versions of a kernel share:
 *
 * - a leak is known by the line of code that allocates, and that line is written anew now and then (kzalloc, kcalloc,
 *   kvmalloc_array; sizeof a type, sizeof a variable): what stays allocated counts, not how it was asked for;
 * - a kernel that stops says so with an expression or an address of its own: that it stops, in this step, counts;
 * - a broken rule about an object names the function that allocated it, for the same reason as a leak's line.
 *
 * Every other subject is made of words of the invariant, and stays.
 */
export function normalSubject(invariant: string, subject: string): string {
  if (invariant === "memory-leak") return subject === "ballooned page" ? subject : "an allocation";
  if (invariant === "no-fault" || invariant === "hang") return "the kernel stops";
  return subject.replace(/ \(\w+\)/g, "");
}
