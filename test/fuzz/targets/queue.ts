// SPDX-License-Identifier: GPL-2.0-only
import { parseQueue } from "../../../harness/patch/parse-queue.ts";
import { PatchError } from "../../../harness/patch/patch-error.ts";
import type { Target } from "../target.ts";
import { target as mail } from "./mail.ts";

/** A series of which some mails may be damaged, as `hunkbox gate` reads it. */
export const target: Target = {
  name: "queue",
  tokens: mail.tokens,
  isExpected: (error) => error instanceof PatchError,
  run: async (input) => {
    const { cover, entries } = await parseQueue(input, "input");
    return [cover, entries.map((entry) => entry.error?.describe() ?? entry.patch)];
  },
};
