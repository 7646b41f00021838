// SPDX-License-Identifier: GPL-2.0-only
import type { View } from "../../harness/base/view.ts";
import { openCache } from "../../harness/compile/cache/open-cache.ts";
import { type Flavour, INSTRUMENTED } from "../../harness/compile/flavour.ts";
import { checkPatch } from "../../harness/judge/check-patch.ts";
import type { ConfigVerdict } from "../../harness/judge/judge-config.ts";
import type { ConfigName } from "../../harness/machine/config.ts";
import { loadCatalogue } from "../../harness/scenario/load-catalogue.ts";
import { parse } from "./check.ts";
import { baseOn, mailBetween } from "./views.ts";

/** Checks the patch between two views, one configuration, in every flavour if none is named. @param costs count what callers pay as well */
export async function checkViews(
  before: View,
  after: View,
  config: ConfigName,
  scenarios: readonly string[],
  flavours: readonly Flavour[] = INSTRUMENTED,
  costs = false,
): Promise<ConfigVerdict> {
  const { patches } = await parse(mailBetween(before, after));
  const result = await checkPatch({
    base: baseOn(before),
    patches,
    reverse: false,
    configs: [config],
    scenarios: loadCatalogue().filter(({ id }) => scenarios.includes(id)),
    scenariosChosen: true,
    flavours,
    costs,
    cache: openCache(),
    progress: () => {},
  });
  return result.configs[0]!;
}
