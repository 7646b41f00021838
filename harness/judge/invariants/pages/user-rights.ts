// SPDX-License-Identifier: GPL-2.0-only

import type { Invariant } from "../../../subject/invariant.ts";
import { entryName } from "../../trace/describe.ts";
import { userEntries } from "./user-entries.ts";

/** What a process maps without PROT_WRITE, it cannot write to. */
export const userRights: Invariant = {
  id: "user-rights",
  title: "wrong access rights",
  allowsWrite: true,
  why: "a process may write where it was given to read: to memory of another domain",
  when: "on the way",
  identity: "state",
  check: (record) =>
    userEntries(record, (probe) => probe.readonly && probe.userCanWrite).map(({ probe, ...entry }) => {
      const name = probe.userPte === -1 ? "entry" : entryName(record, probe.userPte);
      return {
        ...entry,
        invariant: "user-rights",
        observed: `the ${name} is writable`,
        expected: "read-only, as it was asked for",
      };
    }),
};
