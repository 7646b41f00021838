// SPDX-License-Identifier: GPL-2.0-only

/** A grant by who gives it. */
export interface GrantName {
  readonly domain: number;
  readonly ref: number;
}
