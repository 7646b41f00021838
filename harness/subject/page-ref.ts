// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";
import { means } from "./means.ts";
import { namedValue } from "./named-value.ts";
import { name, small } from "./step-values.ts";

/** A page: of a mapping, of an op of the last api-map, or an ordinary one that backs nothing else. */
export const page = namedValue(
  "PAGE",
  "struct page: of a mapping, of an op of the last api-map, or an ordinary one",
  v.union([
    v.strictObject({
      map: means("name of a mapping", name),
      page: means("page of it", small),
    }),
    v.strictObject({ api: means("op of the last api-map", small) }),
    v.strictObject({
      ordinary: means("zone", v.picklist(["lowmem", "highmem"])),
      index: means("which", small),
    }),
  ]),
);

/** Where kernel code looks: at a page's own kernel address, or at the address that an earlier step got. */
export const view = namedValue(
  "PLACE",
  "kernel address: a page's own, or one that kmap or kmap-atomic got",
  v.union([page, v.strictObject({ mapping: means("name of that address", name) })]),
);

export type PageRef = v.InferOutput<typeof page>;
export type ViewRef = v.InferOutput<typeof view>;

/** @returns names that have to have been given for a step to mean this page or place */
export function namesOf(ref: ViewRef): readonly string[] {
  if ("map" in ref) return [`map ${ref.map}`, `pages ${ref.map}`];
  return "mapping" in ref ? [`mapping ${ref.mapping}`] : [];
}
