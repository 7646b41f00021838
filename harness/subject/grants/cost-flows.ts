// SPDX-License-Identifier: GPL-2.0-only
import type { CostFlow } from "../cost-flow.ts";
import { grantsOfPeer } from "../grants-of-peer.ts";

/** Kernel code maps n grants in one call, and unmaps them. */
const mapAndUnmap: CostFlow = {
  id: "cost-grants",
  entries: {
    "api-map": { name: "gnttab_map_refs", per: "gnttab_map_refs of n pages" },
    "api-unmap": { name: "gnttab_unmap_refs", per: "gnttab_unmap_refs of n pages" },
  },
  steps: (n) => {
    const grants = grantsOfPeer(n);
    return [
      // the process that the mappings are for is made before they are
      { do: "own-write", own: 0, value: 1 },
      ...grants.map((grant) => ({ do: "grant", ...grant })),
      { do: "api-map", ops: grants.map(({ domain, ref }) => ({ domain, ref })) },
      { do: "api-unmap" },
    ];
  },
};

export const GRANTS_COSTS: readonly CostFlow[] = [mapAndUnmap];
