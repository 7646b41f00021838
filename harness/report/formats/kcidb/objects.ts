// SPDX-License-Identifier: GPL-2.0-only

/** Who submits. Ids begin with it. */
export const ORIGIN = "hunkbox";

/** Worst first: faulty; the test failed; not run for want of the harness; fine; done; not applicable. */
export type KcidbStatus = "FAIL" | "ERROR" | "MISS" | "PASS" | "DONE" | "SKIP";

/** What all of its objects have. Nothing in them may be null. */
interface KcidbObject {
  readonly id: string;
  readonly origin: typeof ORIGIN;
  readonly comment?: string;
  /** At most 16384 characters. */
  readonly log_excerpt?: string;
  readonly misc?: Readonly<Record<string, unknown>>;
}

/** The source: a base, and a patch applied to it. */
export interface KcidbCheckout extends KcidbObject {
  readonly message_id?: string;
  readonly git_commit_hash?: string;
  /** False if the patch does not apply. */
  readonly valid: boolean;
}

export interface KcidbBuild extends KcidbObject {
  readonly checkout_id: string;
  readonly architecture: string;
  readonly compiler?: string;
  readonly config_name: string;
  readonly status: KcidbStatus;
}

export interface KcidbTest extends KcidbObject {
  readonly build_id: string;
  /** Parts of letters, digits, - and _, with dots between. */
  readonly path: string;
  readonly status: KcidbStatus;
}
