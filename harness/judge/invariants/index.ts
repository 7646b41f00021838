// SPDX-License-Identifier: GPL-2.0-only
import type { Invariant } from "../violation.ts";
import { badHypercall } from "./bad-hypercall.ts";
import { errorLeavesNothing } from "./error-leaves-nothing.ts";
import { evtchnRef } from "./evtchn-ref.ts";
import { foreignPage } from "./foreign-page.ts";
import { grantLeak } from "./grant-leak.ts";
import { implicitUnmap } from "./implicit-unmap.ts";
import { kernelRules } from "./kernel-rule.ts";
import { kernelView } from "./kernel-view.ts";
import { kernelWarning } from "./kernel-warning.ts";
import { lazyModeBalance } from "./lazy-mode-balance.ts";
import { listCorruption } from "./list-corruption.ts";
import { memoryLeak } from "./memory-leak.ts";
import { hang, noFault } from "./no-fault.ts";
import { overrideList } from "./override-list.ts";
import { p2mRestored } from "./p2m-restored.ts";
import { p2mView } from "./p2m-view.ts";
import { pageFields } from "./page-fields.ts";
import { pageNotDirty } from "./page-not-dirty.ts";
import { pteRestored } from "./pte-restored.ts";
import { staleTlb } from "./stale-tlb.ts";
import { statusIgnored } from "./status-ignored.ts";
import { unmapNotify } from "./unmap-notify.ts";
import { unmappedInUse } from "./unmapped-in-use.ts";
import { userRights } from "./user-rights.ts";
import { userView } from "./user-view.ts";

/** All invariants, in the order in which reports list them. */
export const INVARIANTS: readonly Invariant[] = [
  noFault,
  hang,
  kernelView,
  userView,
  userRights,
  p2mView,
  grantLeak,
  implicitUnmap,
  unmappedInUse,
  foreignPage,
  badHypercall,
  statusIgnored,
  kernelWarning,
  errorLeavesNothing,
  staleTlb,
  pteRestored,
  p2mRestored,
  overrideList,
  memoryLeak,
  evtchnRef,
  unmapNotify,
  ...kernelRules,
  listCorruption,
  lazyModeBalance,
  pageFields,
  pageNotDirty,
];
