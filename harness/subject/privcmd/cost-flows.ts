// SPDX-License-Identifier: GPL-2.0-only
import type { CostFlow } from "../cost-flow.ts";

const frames = (n: number): number[] => Array.from({ length: n }, (_, frame) => frame);

/** A process makes room for n pages, has them filled by an ioctl, and unmaps them. */
const filledBy = (fill: Readonly<Record<string, unknown>>, n: number): ReturnType<CostFlow["steps"]> => [
  { do: "open", file: "f", device: "xen/privcmd" },
  { do: "privcmd-mmap", file: "f", map: "m", pages: n },
  { ...fill, map: "m", domain: 1 },
  { do: "munmap", map: "m" },
  { do: "close", file: "f" },
];

const named = (name: string, what: string) => ({ name, per: `${name} of n ${what}` });

/** What each ioctl by which a process maps other domains' memory costs. */
export const PRIVCMD_COSTS: readonly CostFlow[] = [
  {
    id: "cost-privcmd-map",
    entries: { "privcmd-map": named("IOCTL_PRIVCMD_MMAP", "frames") },
    steps: (n) =>
      filledBy({ do: "privcmd-map", entries: frames(n).map((frame, page) => ({ page, frame })) }, n),
  },
  {
    id: "cost-privcmd-batch",
    needs: "privcmd_mmapbatch_v2",
    entries: {
      "privcmd-map-batch": named("IOCTL_PRIVCMD_MMAPBATCH_V2", "frames"),
      munmap: { name: "privcmd munmap", per: "munmap of n frames of privcmd" },
    },
    steps: (n) => filledBy({ do: "privcmd-map-batch", frames: frames(n) }, n),
  },
  {
    id: "cost-privcmd-resource",
    needs: "privcmd_ioctl_mmap_resource",
    entries: { "privcmd-resource": named("IOCTL_PRIVCMD_MMAP_RESOURCE", "frames") },
    steps: (n) => filledBy({ do: "privcmd-resource", file: "f", pages: n }, n),
  },
];
