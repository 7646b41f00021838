// SPDX-License-Identifier: GPL-2.0-only
import { scenarioSchema } from "../scenario/scenario-schema.ts";
import { allowedText } from "../scenario/shape/allowed-text.ts";
import { namedShapes } from "../scenario/shape/named-shapes.ts";
import type { Field, Shape } from "../scenario/shape/shape.ts";
import { shapeOf } from "../scenario/shape/shape-of.ts";
import { type StepWords, stepGroups } from "../scenario/shape/step-groups.ts";
import { paragraph, type Screen } from "./screen.ts";

/** Room for the name of a field. */
const NAME_WIDTH = 14;

const INTRODUCTION =
  'A scenario is a JSON file: "hunkbox scenarios --json ID" prints one to start from. Numbers are decimal. ' +
  'A field in [brackets] may be left out: "default" or "else" says what is taken then. ' +
  "What is in capitals is explained at the end.";

/** What a scenario file holds, every kind of step and its fields, by who acts. */
export function stepList(screen: Screen): string {
  const heading = (text: string): string => paragraph(screen, screen.colors.bold(text), 0, 2);
  const file = shapeOf(scenarioSchema);
  const fields = file.kind === "object" ? file.fields : [];
  const groups = stepGroups();
  const out = [paragraph(screen, INTRODUCTION, 0), "", heading("The file")];
  for (const field of fields) out.push(...fieldLines(screen, field, 2));
  for (const { title, level, steps } of groups) {
    out.push("", heading(`${title} (level ${level})`));
    for (const step of steps) out.push(...stepLines(screen, step));
  }
  out.push("", heading("Values"));
  for (const shape of namedShapes([file])) out.push(...valueLines(screen, shape));
  return `${out.join("\n")}\n`;
}

function stepLines(screen: Screen, { verb, does, fields }: StepWords): string[] {
  return [
    paragraph(screen, `${screen.colors.bold(verb)}: ${does}`, 2, 4),
    ...fields.flatMap((field) => fieldLines(screen, field, 4)),
  ];
}

function fieldLines(
  screen: Screen,
  { name, shape, mayBeLeftOut, otherwise }: Field,
  indent: number,
): string[] {
  const label = (mayBeLeftOut ? `[${name}]` : name).padEnd(NAME_WIDTH - 1);
  const inner = innerFields(shape);
  const allowed = inner === null ? allowedText(shape) : inner.text;
  const words = [shape.words, allowed].filter((one) => one !== null && one !== "").join(": ");
  const text = `${words}${otherwiseText(otherwise)}`;
  return [
    paragraph(screen, `${label} ${text}`, indent, NAME_WIDTH),
    ...(inner?.fields ?? []).flatMap((field) => fieldLines(screen, field, indent + 2)),
  ];
}

/** The fields of an object, or of each of a list of them, that has no name of its own. */
function innerFields(shape: Shape): { readonly text: string; readonly fields: readonly Field[] } | null {
  if (shape.title !== null) return null;
  if (shape.kind === "object") return { text: "", fields: shape.fields };
  if (shape.kind !== "list" || shape.of.kind !== "object" || shape.of.title !== null) return null;
  return { text: `a list of ${shape.least} to ${shape.most}, each with`, fields: shape.of.fields };
}

/** Objects and lists that are taken if something is left out say the same as nothing. */
const otherwiseText = (otherwise: unknown): string => {
  if (Array.isArray(otherwise)) return ", default all";
  if (otherwise === undefined || typeof otherwise === "object") return "";
  return `, default ${JSON.stringify(otherwise)}`;
};

function valueLines(screen: Screen, shape: Shape): string[] {
  const label = (shape.title ?? "").padEnd(NAME_WIDTH - 1);
  // steps are above
  const isStep = shape.kind === "either" && shape.by !== null;
  const isLong = shape.kind === "either" && !isStep;
  const isShort = !isLong && !isStep;
  const text = [shape.titleWords, isShort ? allowedText(shape, true) : null].filter((one) => one !== null);
  const options = isLong ? shape.of : [];
  return [
    paragraph(screen, `${label} ${text.join(": ")}${isLong ? ", one of" : ""}`, 2, NAME_WIDTH),
    ...options.map((one) => paragraph(screen, allowedText(one), 2 + NAME_WIDTH, 2)),
  ];
}
