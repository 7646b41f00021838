// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { name, small } from "./step-values.ts";

/** A page: of a mapping, of an op of the last api-map, or an ordinary one that backs nothing else. */
export const page = v.union([
  v.strictObject({ map: name, page: small }),
  v.strictObject({ api: small }),
  v.strictObject({ ordinary: v.picklist(["lowmem", "highmem"]), index: small }),
]);

/** Where kernel code looks: at a page's own kernel address, or at the address that an earlier step got. */
export const view = v.union([page, v.strictObject({ mapping: name })]);

export type PageRef = v.InferOutput<typeof page>;
export type ViewRef = v.InferOutput<typeof view>;

/** @returns names that have to have been given for a step to mean this page or place */
export function namesOf(ref: ViewRef): readonly string[] {
  if ("map" in ref) return [`map ${ref.map}`, `pages ${ref.map}`];
  return "mapping" in ref ? [`mapping ${ref.mapping}`] : [];
}
