// SPDX-License-Identifier: GPL-2.0-only
import { type AnyNode, type DocumentNode, type ObjectNode, parse } from "@humanwhocodes/momoa";
import type { Problem } from "../problem.ts";
import { quoted } from "../quoted.ts";
import { jsonFault } from "./json-fault.ts";
import { jsonScan } from "./json-scan.ts";

/** Lines and columns are counted from 1, columns in UTF-16 units, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something that is wrong with the text itself. */
export interface JsonProblem extends Place {
  readonly text: string;
}

/** JSON with the places of its parts. */
export interface LocatedJson {
  readonly value: unknown;
  /** Keys that an object has twice. */
  readonly problems: readonly Problem[];
  /**
   * @param path keys and indices from the whole down
   * @param isOfKey the key that the path ends with is meant, and not its value
   * @returns the place of a part; of what is around it where there is none
   */
  readonly placeOf: (path: readonly (string | number)[], isOfKey?: boolean) => Place;
}

/** Far deeper than any scenario. */
const DEEPEST = 64;

/** @returns the value and its places, or what makes it no JSON */
export function locatedJson(text: string): LocatedJson | JsonProblem {
  const scan = jsonScan(text);
  if (scan.depth > DEEPEST) return { line: 1, column: 1, text: "is nested deeper than any scenario" };
  const faultAt = (at: number): JsonProblem => {
    const fault = jsonFault(text, at, scan);
    return { ...placeAt(text, fault.offset), text: fault.text };
  };
  let tree: DocumentNode;
  try {
    tree = parse(text, { mode: "json" });
  } catch (error) {
    const at = (error as { readonly offset?: unknown }).offset;
    return faultAt(typeof at === "number" ? at : 0);
  }
  let value: unknown;
  try {
    // what a parser of places lets through, this one does not
    value = JSON.parse(text);
  } catch {
    return faultAt(Math.max(0, scan.unescaped));
  }
  // an object that has many keys has many wrong ones
  const known = new Map<ObjectNode, ReadonlyMap<string, Member>>();
  const members: MembersOf = (node) => {
    // JSON.parse takes the last of several, and so does a map
    const found = known.get(node) ?? new Map(node.members.map((one) => [keyOf(one), one]));
    known.set(node, found);
    return found;
  };
  return {
    value,
    problems: repeatedKeys(tree.body),
    placeOf: (path, isOfKey = false) => placeIn(tree.body, path, isOfKey, members),
  };
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

const startOf = (node: AnyNode): Place => ({ line: node.loc.start.line, column: node.loc.start.column });

type Member = ObjectNode["members"][number];
type MembersOf = (node: ObjectNode) => ReadonlyMap<string, Member>;

const keyOf = ({ name }: Member): string => (name.type === "String" ? name.value : name.name);

function placeIn(
  body: AnyNode,
  path: readonly (string | number)[],
  isOfKey: boolean,
  members: MembersOf,
): Place {
  let node: AnyNode = body;
  for (const [depth, key] of path.entries()) {
    if (node.type === "Array") {
      const element: AnyNode | undefined = node.elements[key as number];
      if (element?.type !== "Element") break;
      node = element.value;
    } else if (node.type === "Object") {
      const member = members(node).get(String(key));
      if (member === undefined) break;
      if (isOfKey && depth === path.length - 1) return startOf(member.name);
      node = member.value;
    } else break;
  }
  return startOf(node);
}

function repeatedKeys(node: AnyNode, path: Problem["path"] = []): Problem[] {
  if (node.type === "Array")
    return node.elements.flatMap(({ value }, i) => repeatedKeys(value, [...path, i]));
  if (node.type !== "Object") return [];
  const seen = new Set<string>();
  return node.members.flatMap((member) => {
    const key = keyOf(member);
    const isTwice = seen.has(key);
    seen.add(key);
    const here = [...path, key];
    const own: Problem[] = isTwice
      ? [{ path: here, isOfKey: true, text: `${quoted(key)} is there twice` }]
      : [];
    return [...own, ...repeatedKeys(member.value, here)];
  });
}
