// SPDX-License-Identifier: GPL-2.0-only

/** Opens and shows all that an element lies in. */
export function reveal(element: Element): void {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
    if (at instanceof HTMLElement && at.dataset["filtered"] !== undefined) {
      delete at.dataset["filtered"];
      at.hidden = false;
    }
  }
}
