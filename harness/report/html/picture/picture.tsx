// SPDX-License-Identifier: GPL-2.0-only
import { createElement, type VNode } from "preact";
import type { GateTrace } from "../../../gate/gate-report.ts";
import { printable } from "../../screen.ts";
import { pictureShapes } from "./picture-shapes.ts";
import { pictureState } from "./picture-state.ts";

const SIDES = ["before", "after"] as const;

/**
 * Both sides' tables as they are at the end of a step, drawn.
 *
 * @param step from 1; the end of the trace if it has no such step
 */
export function Pictures({ trace, step }: { readonly trace: GateTrace; readonly step: number }): VNode {
  const { tables, rows } = trace;
  const start = rows.findIndex((row) => row.step === step);
  const next = start === -1 ? -1 : rows.findIndex((row, i) => i > start && row.step > 0);
  const end = next === -1 ? rows.length - 1 : next - 1;
  const states = SIDES.map((side) => pictureState(tables, side, start, end));
  return (
    <div class="pictures">
      {SIDES.map((side, i) => {
        const { width, height, shapes } = pictureShapes(tables, states[i]!, states[1 - i]!);
        return (
          <figure>
            <figcaption>
              {side}
              <span class="when">{start === -1 ? ", in the end" : `, after step ${step}`}</span>
            </figcaption>
            <svg
              role="img"
              aria-label={`page tables of the ${side} side`}
              viewBox={`0 0 ${width} ${height}`}
              width={width}
              height={height}
            >
              {shapes.map(({ tag, attributes, text }) => createElement(tag, attributes, printable(text)))}
            </svg>
          </figure>
        );
      })}
      {tables.leftOut === 0 ? null : (
        <p class="dim">
          {tables.leftOut} entries are not drawn: there is room for 16, those that differ first
        </p>
      )}
    </div>
  );
}
