// SPDX-License-Identifier: GPL-2.0-only
import type { Invariant } from "../../subject/invariant.ts";
import { SUBJECTS } from "../../subject/subjects.ts";
import { badHypercall } from "./bad-hypercall.ts";
import { errorLeavesNothing } from "./error-leaves-nothing.ts";
import { evtchnRef } from "./evtchn-ref.ts";
import { grantLeak } from "./grant-leak.ts";
import { implicitUnmap } from "./implicit-unmap.ts";
import { kernelRules } from "./kernel-rule.ts";
import { kernelWarning } from "./kernel-warning.ts";
import { lazyModeBalance } from "./lazy-mode-balance.ts";
import { listCorruption } from "./list-corruption.ts";
import { memoryLeak } from "./memory-leak.ts";
import { hang, noFault } from "./no-fault.ts";
import { foreignPage } from "./pages/foreign-page.ts";
import { kernelView } from "./pages/kernel-view.ts";
import { p2mRestored } from "./pages/p2m-restored.ts";
import { p2mView } from "./pages/p2m-view.ts";
import { pageFields } from "./pages/page-fields.ts";
import { pageNotDirty } from "./pages/page-not-dirty.ts";
import { pteRestored } from "./pages/pte-restored.ts";
import { staleTlb } from "./pages/stale-tlb.ts";
import { userRights } from "./pages/user-rights.ts";
import { userView } from "./pages/user-view.ts";
import { refusal } from "./refusal.ts";
import { statusIgnored } from "./status-ignored.ts";
import { unmappedInUse } from "./unmapped-in-use.ts";

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
  refusal,
  staleTlb,
  pteRestored,
  p2mRestored,
  ...SUBJECTS.flatMap(({ invariants }) => invariants),
  memoryLeak,
  evtchnRef,
  ...kernelRules,
  listCorruption,
  lazyModeBalance,
  pageFields,
  pageNotDirty,
];
