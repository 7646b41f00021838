// SPDX-License-Identifier: GPL-2.0-only
import type { CostFlow } from "../cost-flow.ts";
import { grantsOfPeer } from "../grants-of-peer.ts";

type Steps = ReturnType<CostFlow["steps"]>;

const ioctl = (name: string) => ({ name, per: `${name} of n pages` });

/** A process has n grants mapped. */
function mapped(n: number): Steps {
  const grants = grantsOfPeer(n);
  const refs = grants.map(({ domain, ref }) => [domain, ref]);
  return [
    ...grants.map((grant) => ({ do: "grant", ...grant })),
    { do: "open", file: "f" },
    { do: "map-grant-ref", file: "f", grants: refs, map: "m" },
    { do: "mmap", map: "m" },
  ];
}

const PAGE = { map: "m", page: 0 };

/** What a process pays that maps n grants by one ioctl and one mmap, and gives all back; and kernel code that uses one of them. */
export const GNTDEV_COSTS: readonly CostFlow[] = [
  {
    id: "cost-gntdev",
    entries: {
      "map-grant-ref": ioctl("IOCTL_GNTDEV_MAP_GRANT_REF"),
      mmap: { name: "mmap", per: "mmap of n pages" },
      munmap: { name: "munmap", per: "munmap of n pages" },
      "unmap-grant-ref": ioctl("IOCTL_GNTDEV_UNMAP_GRANT_REF"),
    },
    steps: (n) => [
      ...mapped(n),
      { do: "munmap", map: "m" },
      { do: "unmap-grant-ref", map: "m" },
      { do: "close", file: "f" },
    ],
  },
  {
    id: "cost-kmap",
    entries: {
      kmap: { name: "kmap", per: "kmap of a page while n are mapped" },
      kunmap: { name: "kunmap", per: "kunmap of a page while n are mapped" },
    },
    steps: (n) => [...mapped(n), { do: "kmap", page: PAGE }, { do: "kunmap", page: PAGE }],
  },
];
