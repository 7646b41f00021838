// SPDX-License-Identifier: GPL-2.0-only
import type { GrantModel } from "./grant-model.ts";
import type { FrameName, Operation } from "./operation.ts";
import { perform } from "./perform.ts";
import type { World } from "./world.ts";

/** By reference from 8 on: three pages, the third read-only, and an entry that waits for a transfer. */
const FLAGS = [1, 1, 5, 2];

/** The backend grants itself a page table, too. */
const isPageTable = (dom: number, index: number): boolean => dom === 0 && index === 1;

/** What each domain has granted when a sequence starts, so that sequences get somewhere. */
export const firstGrants = (world: World, model: GrantModel): void => {
  for (const dom of [0, 1, 2] as const)
    FLAGS.forEach((flags, index) => {
      const frame: FrameName = isPageTable(dom, index) ? { of: "page table" } : { of: dom, index: index % 3 };
      const operation: Operation = { op: "grant", dom, ref: 8 + index, frame, flags, grantee: 0 };
      perform(world, model, { operation, wrapped: false });
      model.step(operation, -1);
    });
};
