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

/**
 * More than any kernel has: 6.12 has 1600 files, 6 million characters, and conditions of 800 000 in all, the longest of
 * 400. Files come from patches as well, and a few lines may include each other without end. What is beyond is not read,
 * and a condition that is longer does not hold.
 */
const MOST = { depth: 20, files: 20_000, characters: 64_000_000, condition: 20_000, conditions: 16_000_000 };

/** What never holds. */
const NEVER = "n";

/**
 * Reads Kconfig files from the top one on.
 *
 * @param read text of a file by its path in the tree, or null for one that is not to be followed
 */
export function parseKconfig(read: (path: string) => string | null): Kconfig {
  const reader = new Reader(read);
  reader.file("Kconfig");
  return reader;
}

/** Reads files into what they say together. */
class Reader implements Kconfig {
  readonly symbols = new Map<string, KconfigSymbol>();
  readonly choices: KconfigChoice[] = [];
  readonly #read: (path: string) => string | null;
  /** All that has to hold inside of each open `if`, menu and choice, those around it included. */
  readonly #conditions: string[] = [];
  readonly #openChoices: number[] = [];
  readonly #openFiles = new Set<string>();
  readonly #left = { files: MOST.files, characters: MOST.characters, conditions: MOST.conditions };
  #current: KconfigSymbol | KconfigChoice | null = null;

  constructor(read: (path: string) => string | null) {
    this.#read = read;
  }

  /** Reads a file, and those that it includes. */
  file(path: string): void {
    const { files, characters } = this.#left;
    if (files <= 0 || characters <= 0) return;
    // one that includes itself has no end
    if (this.#openFiles.size > MOST.depth || this.#openFiles.has(path)) return;
    const text = this.#read(path);
    if (text === null) return;
    this.#left.files--;
    this.#left.characters -= text.length;
    this.#openFiles.add(path);
    this.#current = null;
    let helpIndent = -1;
    for (const raw of text.replaceAll("\\\n", " ").split("\n")) {
      if (helpIndent >= 0) {
        if (raw.trim() === "") continue;
        const indent = /^[ \t]*/.exec(raw)![0].replaceAll("\t", "        ").length;
        if (helpIndent === 0) helpIndent = indent > 0 ? indent : -1;
        if (helpIndent > 0 && indent >= helpIndent) continue;
        helpIndent = -1;
      }
      const line = withoutComment(raw).trim();
      if (line === "") continue;
      const [word = ""] = line.split(/\s/, 1);
      if (word === "help" || word === "---help---") helpIndent = 0;
      else this.#line(word, line.slice(word.length).trim());
    }
    this.#current = null;
    this.#openFiles.delete(path);
  }

  #line(word: string, rest: string): void {
    if (word === "config" || word === "menuconfig") this.#symbol(rest);
    else if (word === "depends") this.#depends(rest.replace(/^on\s+/, ""));
    else if (/^(?:if|menu|choice)$/.test(word)) {
      this.#conditions.push(both(this.#conditions.at(-1) ?? "", word === "if" ? paren(rest) : ""));
      this.#current = null;
      if (word !== "choice") return;
      this.#current = { members: [], defaults: [] };
      this.#openChoices.push(this.choices.push(this.#current) - 1);
    } else if (/^end(?:if|menu|choice)$/.test(word)) {
      this.#conditions.pop();
      if (word === "endchoice") this.#openChoices.pop();
      this.#current = null;
    } else if (word === "source") {
      this.file(rest.replaceAll('"', "").replaceAll(/\$\(?SRCARCH\)?/g, "x86"));
      this.#current = null;
    } else if (this.#current !== null) attribute(this.#current, word, rest);
  }

  #symbol(name: string): void {
    let symbol = this.symbols.get(name);
    if (symbol === undefined) {
      symbol = { name, type: "unknown", prompts: [], defaults: [], selects: [], depends: [], choice: -1 };
      this.symbols.set(name, symbol);
    }
    const around = this.#conditions.at(-1) ?? "";
    this.#left.conditions -= around.length;
    symbol.depends.push(this.#left.conditions < 0 ? NEVER : around);
    const choice = this.#openChoices.at(-1);
    if (choice !== undefined) {
      symbol.choice = choice;
      this.choices[choice]!.members.push(name);
    }
    this.#current = symbol;
  }

  /** `depends on` is about the symbol that it stands below, else about all of the menu. */
  #depends(when: string): void {
    const list = this.#current !== null && "name" in this.#current ? this.#current.depends : this.#conditions;
    if (list.length > 0) list.push(both(list.pop()!, paren(when)));
  }
}

/** Both hold. */
function both(one: string, other: string): string {
  if (one.length + other.length > MOST.condition) return NEVER;
  return one === "" || other === "" ? one + other : `${one} && ${other}`;
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
  if (rest.length > MOST.condition) return { value: NEVER, when: NEVER };
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
