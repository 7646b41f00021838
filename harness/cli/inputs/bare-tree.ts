// SPDX-License-Identifier: GPL-2.0-only
import type { BaseOptions } from "../options/base-options.ts";
import { chooseBase } from "../options/choose-base.ts";
import { type Inputs, loadReference } from "./load-inputs.ts";

/** Whether a kernel is named beside the tool's own miniature. */
export const isBaseChosen = ({ tree, git, debian }: BaseOptions): boolean =>
  [tree, git, debian].some((one) => one !== undefined);

/** A kernel as it is, without any patch. */
export async function bareTree(options: BaseOptions): Promise<Inputs> {
  const reference = await loadReference();
  const series = { ...reference, cover: null, patches: [] };
  return { series, base: await chooseBase(options, series, reference.patches[0]!) };
}
