// SPDX-License-Identifier: GPL-2.0-only
import type { GateTables } from "../../../gate/gate-report.ts";
import { pictureShapes } from "../picture/picture-shapes.ts";
import { pictureState } from "../picture/picture-state.ts";
import { drawPicture } from "./draw-picture.ts";
import { type Fold, foldRows } from "./fold-rows.ts";

const SIDES = ["before", "after"] as const;

/** Rows in which keys mean something else. */
const FIELDS = "input:not([type=range]), select, textarea";

/** Moves through the rows of one trace: a slider, keys, and pictures that follow. */
export class Timeline {
  readonly #rows: readonly HTMLTableRowElement[];
  readonly #steps: readonly number[];
  readonly #differences: readonly number[];
  readonly #folds: ReadonlyMap<HTMLTableRowElement, Fold>;
  readonly #slider: HTMLInputElement;
  readonly #output: HTMLOutputElement;
  readonly #region: HTMLElement;
  readonly #pictures: readonly SVGElement[];
  readonly #tables: GateTables;
  #at = 0;

  constructor(trace: HTMLElement) {
    const bar = trace.querySelector<HTMLElement>(".timeline")!;
    this.#rows = [...trace.querySelectorAll<HTMLTableRowElement>(".rows tbody tr")];
    this.#steps = this.#indices((row) => row.classList.contains("step"));
    this.#differences = this.#indices((row) => row.querySelector(".plus, .minus") !== null);
    this.#folds = foldRows(this.#rows);
    this.#slider = bar.querySelector("input")!;
    this.#output = bar.querySelector("output")!;
    this.#region = trace.querySelector<HTMLElement>(".rows")!;
    this.#pictures = [...trace.querySelectorAll<SVGElement>("svg")];
    this.#tables = JSON.parse(bar.dataset["tables"]!) as GateTables;
    bar.hidden = false;
    this.#region.classList.add("live");
    for (const when of trace.querySelectorAll<HTMLElement>(".when")) when.textContent = "";
    this.#slider.addEventListener("input", () => this.goTo(Number(this.#slider.value)));
    for (const button of bar.querySelectorAll<HTMLButtonElement>("[data-move]"))
      button.addEventListener("click", () => this.#difference(button.dataset["move"] === "next" ? 1 : -1));
    trace.addEventListener("keydown", (event) => this.#onKey(event));
    this.#region.addEventListener("click", (event) => {
      const row = (event.target as Element).closest("tr");
      if (row !== null && this.#rows.includes(row)) this.goTo(this.#rows.indexOf(row));
    });
    this.goTo(this.#differences[0] ?? 0);
  }

  /** @param index of a row, from 0; the nearest one if there is none */
  goTo(index: number): void {
    const at = Math.max(0, Math.min(this.#rows.length - 1, index));
    this.#rows[this.#at]?.removeAttribute("aria-current");
    this.#at = at;
    const row = this.#rows[at];
    if (row === undefined) return;
    this.#folds.get(row)?.setOpen(true);
    row.setAttribute("aria-current", "true");
    this.#slider.value = String(at);
    const text = this.#textOf(row);
    this.#slider.setAttribute("aria-valuetext", text);
    this.#output.textContent = text;
    this.#scrollTo(row);
    const states = SIDES.map((side) => pictureState(this.#tables, side, at - 1, at));
    for (const [i, svg] of this.#pictures.entries())
      drawPicture(svg, pictureShapes(this.#tables, states[i]!, states[1 - i]!));
  }

  /** Goes to a row, if the element is one of this trace. */
  goToElement(element: Element): void {
    const index = this.#rows.indexOf(element as HTMLTableRowElement);
    if (index !== -1) this.goTo(index);
  }

  #indices(is: (row: HTMLTableRowElement) => boolean): number[] {
    return this.#rows.flatMap((row, i) => (is(row) ? [i] : []));
  }

  #difference(by: 1 | -1): void {
    this.#next(this.#differences, by);
  }

  #next(places: readonly number[], by: 1 | -1): void {
    const next = by === 1 ? places.find((one) => one > this.#at) : places.findLast((one) => one < this.#at);
    if (next !== undefined) this.goTo(next);
  }

  #onKey(event: KeyboardEvent): void {
    const { key, target, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey || (target as Element).matches(FIELDS)) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowRight: () => this.goTo(this.#at + 1),
      ArrowDown: () => this.goTo(this.#at + 1),
      ArrowLeft: () => this.goTo(this.#at - 1),
      ArrowUp: () => this.goTo(this.#at - 1),
      PageDown: () => this.#next(this.#steps, 1),
      PageUp: () => this.#next(this.#steps, -1),
      Home: () => this.goTo(0),
      End: () => this.goTo(this.#rows.length - 1),
      n: () => this.#difference(1),
      p: () => this.#difference(-1),
    };
    const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
    if (move === undefined) return;
    event.preventDefault();
    move();
  }

  #textOf(row: HTMLTableRowElement): string {
    const step = this.#steps.filter((one) => one <= this.#at).length;
    const place = `row ${this.#at + 1} of ${this.#rows.length}, step ${step} of ${this.#steps.length}: `;
    const [before = "", after = ""] = [...row.cells].map((cell) => cell.textContent ?? "");
    if (row.classList.contains("step")) return place + before;
    const isBoth = row.querySelector(".plus, .minus") === null;
    return (
      place + (isBoth ? `both ${before}` : before === "" ? `after alone ${after}` : `before alone ${before}`)
    );
  }

  /** Inside of its own region: the page stays where it is. */
  #scrollTo(row: HTMLTableRowElement): void {
    const region = this.#region;
    const head = region.querySelector("thead")?.getBoundingClientRect().height ?? 0;
    const top = row.getBoundingClientRect().top - region.getBoundingClientRect().top + region.scrollTop;
    const room = region.clientHeight - head - row.clientHeight;
    if (top - head < region.scrollTop || top + row.clientHeight > region.scrollTop + region.clientHeight)
      region.scrollTop = top - head - room / 2;
  }
}
