// SPDX-License-Identifier: GPL-2.0-only
import { PatchError } from "../patch-error.ts";
import type { Patch } from "../series.ts";

/** @throws PatchError if a mail is in two inputs: it would be applied twice */
export function refuseRepeatedMails(
  inputs: readonly {
    readonly name: string;
    readonly patches: readonly Pick<Patch, "messageId" | "line">[];
  }[],
): void {
  const seen = new Map<string, string>();
  for (const { name, patches } of inputs) {
    // a mail with several attachments is several patches
    const own = new Map<string, number>();
    for (const { messageId, line } of patches) if (messageId !== null) own.set(messageId, line);
    for (const [id, line] of own) {
      const other = seen.get(id);
      if (other !== undefined)
        throw new PatchError(name, line, `is a mail that is in ${other} too: ${id}`, "give each patch once");
      seen.set(id, name);
    }
  }
}
