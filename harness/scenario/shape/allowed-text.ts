// SPDX-License-Identifier: GPL-2.0-only
import { listed } from "./listed.ts";
import type { Shape } from "./shape.ts";

/**
 * What values are allowed, in words.
 *
 * @param isSpelledOut what has a title is explained all the same
 */
export function allowedText(shape: Shape, isSpelledOut = false): string {
  if (shape.title !== null && !isSpelledOut) return shape.title;
  switch (shape.kind) {
    case "number":
      return `${shape.least} to ${shape.most}`;
    case "text":
      return shape.rule ?? "any text";
    case "choice":
      return listed(
        shape.values.map((one) => JSON.stringify(one)),
        "or",
      );
    case "flag":
      return "true or false";
    case "list":
      return `a list of ${countText(shape.least, shape.most)}${allowedText(shape.of)}`;
    case "tuple":
      return `[${shape.of.map(nameOrText).join(", ")}]`;
    case "object":
      return `{ ${shape.fields.map((one) => `"${one.name}"${one.mayBeLeftOut ? "?" : ""}: ${nameOrText(one.shape)}`).join(", ")} }`;
    case "either":
      return listed(
        shape.of.map((one) => allowedText(one)),
        "or",
      );
  }
}

/** A part of a value in as few words as there are: its title, else what it means, else its range. */
const nameOrText = (shape: Shape): string =>
  shape.title ?? (shape.kind === "number" ? `${shape.least}..${shape.most}` : allowedText(shape));

const countText = (least: number, most: number): string => {
  if (most === Infinity) return least > 0 ? `at least ${least}: ` : "";
  return least === 0 ? `at most ${most}: ` : `${least} to ${most}: `;
};
