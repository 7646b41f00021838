// SPDX-License-Identifier: GPL-2.0-only
import type { BaseOptions } from "./base-options.ts";

/** Options of `hunkbox check`. */
export interface CheckOptions extends BaseOptions {
  readonly config: readonly string[];
  readonly scenario: readonly string[];
  readonly json?: string;
  readonly reverse: boolean;
  readonly all: boolean;
  readonly plain: boolean;
  readonly lcov?: string;
  readonly color: boolean;
  readonly bisect?: boolean;
}
