// SPDX-License-Identifier: GPL-2.0-only
import type { RecordedForm } from "./recorded-form.ts";

/** What the emulation said to one record's question: null if the replay has no means to ask it. */
export interface Outcome {
  readonly arch: string;
  readonly id: string;
  readonly answer: RecordedForm | null;
  /** The step before it left another state than this one tells to have found, so it was put into that state. */
  readonly adjusted: boolean;
}
