// SPDX-License-Identifier: GPL-2.0-only
import { type AnyNode, type Node, parse } from "acorn";

/** Where the counters are, for the code that counts and for who reads them. */
export const COUNTERS = "__hunkboxFuzzCounters";

/** A program that counts which ways it takes. */
export interface Instrumented {
  readonly text: string;
  /** How many ways there are: the least length of the counters. */
  readonly counters: number;
}

/** A text to be put in at an offset; what closes comes behind all that it is around. */
interface Insertion {
  readonly at: number;
  readonly text: string;
  readonly closes: boolean;
}

/**
 * Puts a counter at each way through a program: entries of functions, branches, cases, turns of loops, what stands to the
 * right of `&&`, `||` and `??`. They lie in a Uint8Array in `globalThis`, which has to be there before the program is.
 *
 * @param text an ES module
 */
export function instrument(text: string): Instrumented {
  const insertions: Insertion[] = [];
  let counters = 0;
  const visit = (node: AnyNode): void => {
    const own = insertionsFor(node, () => `__c[${counters++}]++`);
    insertions.push(...own.filter(({ closes }) => !closes));
    for (const child of childrenOf(node)) visit(child);
    insertions.push(...own.filter(({ closes }) => closes));
  };
  visit(parse(text, { ecmaVersion: "latest", sourceType: "module" }));
  const parts = [`const __c = globalThis.${COUNTERS};\n`];
  let done = 0;
  for (const { at, text: added } of insertions.toSorted((a, b) => a.at - b.at)) {
    parts.push(text.slice(done, at), added);
    done = at;
  }
  parts.push(text.slice(done));
  return { text: parts.join(""), counters };
}

/** @param count gives the expression that counts at one more way */
function insertionsFor(node: AnyNode, count: () => string): Insertion[] {
  const opens = (at: number, text: string): Insertion => ({ at, text, closes: false });
  const closes = (at: number, text: string): Insertion => ({ at, text, closes: true });
  const statement = ({ type, start, end }: Node): Insertion[] =>
    type === "BlockStatement"
      ? [opens(start + 1, `${count()};`)]
      : [opens(start, `{${count()};`), closes(end, "}")];
  const expression = ({ start, end }: Node): Insertion[] => [opens(start, `(${count()},`), closes(end, ")")];
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "CatchClause":
      return statement(node.body);
    case "ArrowFunctionExpression":
      return node.body.type === "BlockStatement" ? statement(node.body) : expression(node.body);
    case "IfStatement": {
      const { consequent, alternate, end } = node;
      const other = alternate ? statement(alternate) : [closes(end, ` else{${count()}}`)];
      return [...statement(consequent), ...other];
    }
    case "ConditionalExpression":
      return [...expression(node.consequent), ...expression(node.alternate)];
    case "LogicalExpression":
      return expression(node.right);
    case "SwitchCase":
      return node.consequent[0] === undefined ? [] : [opens(node.consequent[0].start, `${count()};`)];
    default:
      return [];
  }
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => typeof value === "object" && value !== null && "type" in value)
    .sort((a, b) => a.start - b.start);
}
