// SPDX-License-Identifier: GPL-2.0-only

/** A value with the condition under which it holds; expressions as they are written. */
export interface Conditional {
  readonly value: string;
  readonly when: string;
}

/** A symbol, gathered from all places that define it. */
export interface KconfigSymbol {
  readonly name: string;
  type: "bool" | "tristate" | "int" | "hex" | "string" | "unknown";
  /** Conditions under which a user is asked; empty for a symbol that nobody is asked for. */
  readonly prompts: string[];
  readonly defaults: Conditional[];
  readonly selects: Conditional[];
  /** One for each place: all of a place's `depends on` and surrounding `if`s, joined. */
  readonly depends: string[];
  /** The choice that it is a member of; -1 for none. */
  choice: number;
}

/** Members in order, and which of them is taken if nobody says otherwise. */
export interface KconfigChoice {
  readonly members: string[];
  readonly defaults: Conditional[];
}

/** What a set of Kconfig files says. */
export interface Kconfig {
  readonly symbols: ReadonlyMap<string, KconfigSymbol>;
  readonly choices: readonly KconfigChoice[];
}

/** A file that includes itself has no end. */
const MAX_DEPTH = 20;

/**
 * Reads Kconfig files from the top one on.
 *
 * @param read text of a file by its path in the tree, or null for one that is not to be followed
 */
export function parseKconfig(read: (path: string) => string | null): Kconfig {
  const symbols = new Map<string, KconfigSymbol>();
  const choices: KconfigChoice[] = [];
  const conditions: string[] = [];
  const openChoices: number[] = [];

  const symbolOf = (name: string): KconfigSymbol => {
    let symbol = symbols.get(name);
    if (symbol === undefined) {
      symbol = { name, type: "unknown", prompts: [], defaults: [], selects: [], depends: [], choice: -1 };
      symbols.set(name, symbol);
    }
    return symbol;
  };

  const file = (path: string, depth: number): void => {
    const text = depth > MAX_DEPTH ? null : read(path);
    if (text === null) return;
    const lines = text.replaceAll("\\\n", " ").split("\n");
    let current: KconfigSymbol | KconfigChoice | null = null;
    let place = -1;
    let helpIndent = -1;
    for (const raw of lines) {
      const indent = /^[ \t]*/.exec(raw)![0].replaceAll("\t", "        ").length;
      if (helpIndent >= 0) {
        if (raw.trim() === "") continue;
        if (helpIndent === 0) helpIndent = indent > 0 ? indent : -1;
        if (helpIndent > 0 && indent >= helpIndent) continue;
        helpIndent = -1;
      }
      const line = withoutComment(raw).trim();
      if (line === "") continue;
      const [word = ""] = line.split(/\s/, 1);
      const rest = line.slice(word.length).trim();
      switch (word) {
        case "config":
        case "menuconfig": {
          const symbol = symbolOf(rest);
          symbol.depends.push(
            conditions
              .filter((one) => one !== "")
              .map(paren)
              .join(" && "),
          );
          place = symbol.depends.length - 1;
          const choice = openChoices.at(-1);
          if (choice !== undefined) {
            symbol.choice = choice;
            choices[choice]!.members.push(rest);
          }
          current = symbol;
          break;
        }
        case "choice":
          openChoices.push(choices.push({ members: [], defaults: [] }) - 1);
          conditions.push("");
          current = choices.at(-1)!;
          break;
        case "endchoice":
          openChoices.pop();
          conditions.pop();
          current = null;
          break;
        case "if":
          conditions.push(rest);
          current = null;
          break;
        case "menu":
          conditions.push("");
          current = null;
          break;
        case "endif":
        case "endmenu":
          conditions.pop();
          current = null;
          break;
        case "source":
          file(rest.replaceAll('"', "").replaceAll(/\$\(?SRCARCH\)?/g, "x86"), depth + 1);
          current = null;
          break;
        case "help":
        case "---help---":
          helpIndent = 0;
          break;
        case "depends": {
          const when = rest.replace(/^on\s+/, "");
          if (current === null || !("name" in current)) {
            if (conditions.length > 0)
              conditions[conditions.length - 1] = [conditions.at(-1)!, when]
                .filter((one) => one !== "")
                .join(" && ");
          } else
            current.depends[place] = [current.depends[place]!, paren(when)]
              .filter((one) => one !== "")
              .join(" && ");
          break;
        }
        default:
          if (current !== null) attribute(current, word, rest);
      }
    }
  };
  file("Kconfig", 0);
  return { symbols, choices };
}

function attribute(current: KconfigSymbol | KconfigChoice, word: string, rest: string): void {
  const { value, when } = split(rest);
  if (word === "default") current.defaults.push({ value, when });
  if (!("name" in current)) return;
  const typed = /^(?:def_)?(bool|boolean|tristate|int|hex|string)$/.exec(word)?.[1];
  if (typed !== undefined) {
    current.type = (typed === "boolean" ? "bool" : typed) as KconfigSymbol["type"];
    if (word.startsWith("def_")) current.defaults.push({ value, when });
    else if (rest !== "") current.prompts.push(when);
  } else if (word === "prompt") current.prompts.push(when);
  else if (word === "select") current.selects.push({ value, when });
}

/** Takes `value if condition` apart; quoted text is one value. */
function split(rest: string): Conditional {
  const quoted = /^("(?:[^"\\]|\\.)*"|'[^']*')\s*(?:if\s+(.*))?$/.exec(rest);
  if (quoted !== null) return { value: quoted[1]!, when: quoted[2] ?? "" };
  const at = rest.search(/\sif\s/);
  return at === -1
    ? { value: rest, when: "" }
    : { value: rest.slice(0, at).trim(), when: rest.slice(at + 4).trim() };
}

const paren = (text: string): string => (text === "" ? "" : `(${text})`);

function withoutComment(line: string): string {
  const at = line.indexOf("#");
  if (at === -1) return line;
  const quotes = line.slice(0, at).split('"').length - 1;
  return quotes % 2 === 0 ? line.slice(0, at) : line;
}
