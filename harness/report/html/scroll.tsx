// SPDX-License-Identifier: GPL-2.0-only
import type { ComponentChildren, VNode } from "preact";
import { printable } from "../screen.ts";

interface Props {
  /** What it holds, for those who do not see it. */
  readonly name: string;
  readonly class: string;
  readonly children: ComponentChildren;
}

/** What is wider than a narrow window: it scrolls by itself, by keyboard as well. */
export function Scroll({ name, class: kind, children }: Props): VNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll
    <div role="group" class={kind} tabindex={0} aria-label={printable(name)}>
      {children}
    </div>
  );
}
