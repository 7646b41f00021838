// SPDX-License-Identifier: GPL-2.0-only
import type { QueueItem } from "./queue-item.ts";
import type { QueueRequest } from "./queue-request.ts";

/** What is to be judged, as data alone: what another process can be handed. What it applies to is opened there. */
export type QueueData = Omit<QueueRequest, "base" | "items" | "cache" | "progress" | "kept"> & {
  readonly items: readonly Omit<QueueItem, "base">[];
};

/** @returns what of a request is data */
export function queueData(request: QueueRequest): QueueData {
  const { base: _, cache: __, progress: ___, kept: ____, items, ...rest } = request;
  return { ...rest, items: items.map(({ base: _____, ...item }) => item) };
}
