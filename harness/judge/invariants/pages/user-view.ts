// SPDX-License-Identifier: GPL-2.0-only
import { hex } from "../../../machine/units.ts";
import type { Invariant } from "../../../subject/invariant.ts";
import { entryName, frameName } from "../../trace/describe.ts";
import { userEntries } from "./user-entries.ts";

/** While a grant is mapped, the process's address of the page shows the granted frame. */
export const userView: Invariant = {
  id: "user-view",
  title: "wrong user mapping",
  why: "mmap said so",
  when: "on the way",
  identity: "state",
  check: (record) =>
    userEntries(record, (probe) => probe.userMfn !== probe.mfn).map(({ probe, ...entry }) => ({
      ...entry,
      invariant: "user-view",
      observed:
        probe.userPte === -1
          ? "the process has no entry for it"
          : `the ${entryName(record, probe.userPte)} maps ${frameName(probe.userMfn)}`,
      expected: `the granted frame ${hex(probe.mfn)}`,
    })),
};
