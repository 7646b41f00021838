// SPDX-License-Identifier: GPL-2.0-only
import type * as v from "valibot";

/** A field of an object. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly mayBeLeftOut: boolean;
  /** What is taken if it is left out; undefined if nothing is. */
  readonly otherwise: unknown;
}

/** What a value may be. */
export type Kind =
  | { readonly kind: "number"; readonly least: number; readonly most: number }
  /** `rule` says in words what the text has to be; null if any will do. */
  | { readonly kind: "text"; readonly rule: string | null }
  | { readonly kind: "choice"; readonly values: readonly (string | number)[] }
  | { readonly kind: "flag" }
  | { readonly kind: "list"; readonly least: number; readonly most: number; readonly of: Shape }
  | { readonly kind: "tuple"; readonly of: readonly Shape[] }
  | { readonly kind: "object"; readonly fields: readonly Field[] }
  /** One of several; if they are told apart by a field, `by` is its name. */
  | { readonly kind: "either"; readonly of: readonly Shape[]; readonly by: string | null };

/** A value of a scenario file, as the definition of steps has it, for whoever explains it. */
export type Shape = Kind & {
  /** The name that several fields share for it, in capitals; null if it has none. */
  readonly title: string | null;
  /** What that name stands for. */
  readonly titleWords: string | null;
  /** What the value means where it stands. */
  readonly words: string | null;
  readonly schema: v.GenericSchema;
};
