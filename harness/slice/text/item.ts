// SPDX-License-Identifier: GPL-2.0-only
import { collectUses } from "./collect-uses.ts";
import type { Declared, Description } from "./describe-item.ts";
import { findAsm } from "./find-asm.ts";
import type { Tokens } from "./lex.ts";
import type { Locations } from "./locations.ts";

/**
 * What an item is. `tag` is a struct, union or enum without a declarator, `declaration` variables and prototypes,
 * `unknown` what no C says at this level.
 */
export type ItemKind =
  | "function"
  | "declaration"
  | "typedef"
  | "tag"
  | "asm"
  | "assert"
  | "pragma"
  | "empty"
  | "unknown";

/** Where an item lies among the tokens; a pragma has none. */
export interface TokenRange {
  /** Index of the first token, and of the one behind the last. */
  readonly from: number;
  readonly to: number;
  /** The `{` of a function's body, or -1. */
  readonly body: number;
}

/** One item of the top level of preprocessed C. What needs its every token is found when first asked for. */
export class Item {
  readonly index: number;
  readonly kind: ItemKind;
  /** Offsets: [start, end). */
  readonly start: number;
  readonly end: number;
  readonly range: TokenRange;
  readonly declared: readonly Declared[];
  readonly isStatic: boolean;
  readonly isInline: boolean;
  readonly isRegister: boolean;
  readonly #tokens: Tokens;
  readonly #locations: Locations;
  #uses: ReadonlySet<string> | null = null;
  #headUses: ReadonlySet<string> | null = null;
  #hasAsm: boolean | null = null;
  #file: string | null = null;

  constructor(
    place: { index: number; kind: ItemKind; start: number; end: number; range: TokenRange },
    said: Description,
    tokens: Tokens,
    locations: Locations,
  ) {
    this.index = place.index;
    this.kind = place.kind;
    this.start = place.start;
    this.end = place.end;
    this.range = place.range;
    this.declared = said.declared;
    this.isStatic = said.isStatic;
    this.isInline = said.isInline;
    this.isRegister = said.isRegister;
    this.#tokens = tokens;
    this.#locations = locations;
  }

  /** A function with its body. */
  get isFunction(): boolean {
    return this.kind === "function";
  }

  get names(): readonly string[] {
    return this.declared.map(({ name }) => name);
  }

  /** The function's name, or the first that the item declares. */
  get name(): string {
    const own = this.isFunction ? this.declared.find(({ kind }) => kind === "function") : this.declared[0];
    return own?.name ?? "";
  }

  /** Names in the item: ordinary ones, and `struct foo`. Fields behind `.` and `->` are no names. */
  get uses(): ReadonlySet<string> {
    this.#uses ??= collectUses(this.#tokens, this.range.from, this.range.to, this.isFunction);
    return this.#uses;
  }

  /** Names in a function's head: what its prototype needs. */
  get headUses(): ReadonlySet<string> {
    if (this.range.body === -1) return this.uses;
    this.#headUses ??= collectUses(this.#tokens, this.range.from, this.range.body, false);
    return this.#headUses;
  }

  /** Whether a function's body holds assembly that does something: a template that is not empty. */
  get hasAsm(): boolean {
    this.#hasAsm ??=
      this.isFunction &&
      findAsm(this.#tokens, this.range.body, this.range.to).some(({ isEmpty }) => !isEmpty);
    return this.#hasAsm;
  }

  get file(): string {
    this.#file ??= this.#locations.at(this.start).file;
    return this.#file;
  }

  get line(): number {
    return this.#locations.at(this.start).line;
  }
}
