// SPDX-License-Identifier: GPL-2.0-only

/** Equal rows that stand together, from which on they are folded. */
const LEAST = 3;

/** A row that stands for others. */
export interface Fold {
  readonly rows: readonly HTMLTableRowElement[];
  readonly setOpen: (isOpen: boolean) => void;
}

/**
 * Folds what both sides have in common, in each step.
 *
 * @returns the folds, by the rows that they hold
 */
export function foldRows(rows: readonly HTMLTableRowElement[]): Map<HTMLTableRowElement, Fold> {
  const folds = new Map<HTMLTableRowElement, Fold>();
  let run: HTMLTableRowElement[] = [];
  const end = (): void => {
    if (run.length >= LEAST) {
      const fold = makeFold(run);
      for (const row of run) folds.set(row, fold);
    }
    run = [];
  };
  for (const row of rows) {
    if (isEqual(row)) run.push(row);
    else end();
  }
  end();
  return folds;
}

/** True for a row that both sides have, but for the beginning of a step. */
const isEqual = (row: HTMLTableRowElement): boolean =>
  !row.classList.contains("step") && row.querySelector(".plus, .minus") === null;

function makeFold(rows: readonly HTMLTableRowElement[]): Fold {
  const [first] = rows as [HTMLTableRowElement];
  const row = document.createElement("tr");
  const cell = document.createElement("td");
  const button = document.createElement("button");
  row.className = "fold";
  cell.colSpan = 3;
  button.type = "button";
  cell.append(button);
  row.append(cell);
  first.before(row);
  const setOpen = (isOpen: boolean): void => {
    for (const one of rows) one.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = isOpen ? `fold ${rows.length} equal rows` : `${rows.length} equal rows`;
  };
  button.addEventListener("click", () => setOpen(button.getAttribute("aria-expanded") !== "true"));
  setOpen(false);
  return { rows, setOpen };
}
