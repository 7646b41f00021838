// SPDX-License-Identifier: GPL-2.0-only
import type { ConfigName } from "../machine/config.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import type { PatchProfile } from "./patch-profile.ts";

/** Both patches in one scenario of one configuration. */
export interface ScenarioPair {
  readonly config: ConfigName;
  readonly scenario: Scenario;
  readonly upstream: PatchProfile;
  readonly backport: PatchProfile;
}
