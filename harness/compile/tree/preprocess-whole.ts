// SPDX-License-Identifier: GPL-2.0-only
import type { View } from "../../base/view.ts";
import type { ConfigName } from "../../machine/config.ts";
import type { Workshop } from "../cache/workshop.ts";
import { Overlay } from "../toolchain/overlay.ts";
import { KERNEL, preprocess } from "./preprocess.ts";
import { baseTexts, standardOf } from "./tree-source.ts";

/** @returns a file of a tree, preprocessed with the tree's own headers and macros; null if that cannot be done */
export async function preprocessWhole(
  workshop: Workshop,
  config: ConfigName,
  view: View,
  path: string,
  text: string,
): Promise<string | null> {
  const { tree } = view;
  const texts = baseTexts(view, config, new Set());
  const flags = {
    overlay: new Overlay(texts, [KERNEL, tree.dir]),
    standard: standardOf(tree),
    tree,
  };
  const { text: out, errors } = await preprocess(workshop, config, flags, path, text);
  return errors.length === 0 ? out : null;
}
