// SPDX-License-Identifier: GPL-2.0-only
import { defineObservation } from "../observation.ts";
import { ofRun } from "../run/of-run.ts";
import type { UnmapNotice } from "./unmap-notice.ts";
import { UnmapNotifies } from "./unmap-notifies.ts";

/** What processes asked to be done when their mappings go. */
export const notifiesOf = ofRun(({ guest }) => new UnmapNotifies(guest));

/** Whether it was done. */
export const UNMAP_NOTICES = defineObservation<readonly UnmapNotice[]>("unmap notices", {
  look: (run, step) => notifiesOf(run).look(step),
  end: (run, steps) => notifiesOf(run).end(steps),
});
