// SPDX-License-Identifier: GPL-2.0-only
import type { GateTables } from "../../../gate/gate-report.ts";
import { hex } from "../hex.ts";
import type { EntryState, PictureState } from "./picture-state.ts";

/** An element of an SVG: the page has it as it comes, its script draws it anew. */
export interface Shape {
  readonly tag: "rect" | "path" | "text";
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly text: string;
}

/** A picture, in pixels. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

const WIDTH = 470;
const PITCH = 42;
const BOX = 34;
const TOP = 22;
const ENTRY = { x: 1, width: 246 };
const FRAME = { x: 320, width: 149 };

/**
 * Draws one side's tables: entries to the left, frames and whose they are to the right, an arrow from each entry to what it
 * shows.
 *
 * @param other the other side's, to mark what differs
 */
export function pictureShapes(
  { entries, frames }: Pick<GateTables, "entries" | "frames">,
  state: PictureState,
  other: PictureState,
): Picture {
  const rows = Math.max(entries.length, frames.length);
  const shapes: Shape[] = [
    text(ENTRY.x, 13, "head", "entries"),
    text(FRAME.x, 13, "head", "frames, and whose"),
  ];
  for (const [i, { mfn, owner }] of frames.entries()) {
    const y = TOP + i * PITCH;
    const mapped = state.mapped[i] ?? 0;
    shapes.push(
      rect(FRAME, y, frames[i]!.isForeign ? "frame foreign" : "frame"),
      text(FRAME.x + 8, y + 14, "name", hex(mfn)),
      text(FRAME.x + 8, y + 28, "", frames[i]!.isForeign ? `${owner}, mapped ${mapped}x` : owner),
    );
  }
  for (const [i, { name }] of entries.entries()) {
    const one = state.entries[i]!;
    const y = TOP + i * PITCH;
    const differs = one.frame !== other.entries[i]!.frame;
    const tone = one.dangles ? "dangles" : one.mark === "written" ? "" : one.mark;
    shapes.push(
      rect(ENTRY, y, `entry ${tone}${differs ? " differs" : ""}`),
      text(ENTRY.x + 8, y + 14, "name", name),
      text(ENTRY.x + 8, y + 28, "", stateText(one, differs, frames)),
    );
    if (one.frame !== -1) shapes.push(...arrow(y + BOX / 2, TOP + one.frame * PITCH + BOX / 2, tone));
  }
  return { width: WIDTH, height: TOP + Math.max(1, rows) * PITCH, shapes };
}

/** In words what the colours say. */
function stateText(one: EntryState, differs: boolean, frames: GateTables["frames"]): string {
  const name = (frame: number): string => (frame === -1 ? "not present" : hex(frames[frame]!.mfn));
  const what = one.frame === -1 ? "not present" : `shows ${name(one.frame)}`;
  const marks = [
    ...(one.mark === "" ? [] : [one.mark === "changed" ? `was ${name(one.was)}` : one.mark]),
    ...(one.dangles ? ["no grant"] : []),
  ];
  return `${differs ? "\u2260 " : ""}${what}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`;
}

function arrow(from: number, to: number, tone: string): Shape[] {
  const start = ENTRY.x + ENTRY.width;
  const end = FRAME.x;
  const line = `M${start} ${from}C${start + 30} ${from} ${end - 34} ${to} ${end - 7} ${to}`;
  const tip = `M${end} ${to}l-8 -4v8z`;
  return [
    { tag: "path", attributes: { class: `arrow ${tone}`.trim(), d: line }, text: "" },
    { tag: "path", attributes: { class: `tip ${tone}`.trim(), d: tip }, text: "" },
  ];
}

const rect = ({ x, width }: { x: number; width: number }, y: number, tone: string): Shape => {
  return { tag: "rect", attributes: { class: tone.trim(), x, y, width, height: BOX, rx: 3 }, text: "" };
};

const text = (x: number, y: number, tone: string, words: string): Shape => {
  return { tag: "text", attributes: tone === "" ? { x, y } : { x, y, class: tone }, text: words };
};
