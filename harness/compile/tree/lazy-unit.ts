// SPDX-License-Identifier: GPL-2.0-only
import type { Diagnostic } from "../toolchain/diagnostic.ts";

/** A preprocessed file whose text is made when somebody reads it: of most files, what is kept of an earlier run is enough. */
export class LazyUnit {
  /** Equal only for equal texts. */
  readonly digest: string;
  readonly headers: readonly string[];
  readonly errors: readonly Diagnostic[];
  readonly #make: () => string;
  #text: string | null = null;

  constructor(
    {
      digest,
      headers,
      errors,
    }: {
      readonly digest: string;
      readonly headers: readonly string[];
      readonly errors: readonly Diagnostic[];
    },
    make: () => string,
  ) {
    this.digest = digest;
    this.headers = headers;
    this.errors = errors;
    this.#make = make;
  }

  get text(): string {
    this.#text ??= this.#make();
    return this.#text;
  }
}
