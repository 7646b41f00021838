// SPDX-License-Identifier: GPL-2.0-only
import type { ScenarioVerdict } from "../judge/verdict/scenario-verdict.ts";
import type { SideProfile } from "./side-profile.ts";

/** What one patch does in one scenario: what was judged, and both runs. */
export interface PatchProfile {
  readonly verdict: ScenarioVerdict;
  readonly before: SideProfile;
  readonly after: SideProfile;
}
