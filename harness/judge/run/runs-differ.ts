// SPDX-License-Identifier: GPL-2.0-only

/**
 * A kernel does something else when the same scenario is run a second time. Runs are deterministic, so it found what an earlier
 * run left where no reset comes (SealedMemory); if each of them began in clean memory, it depends on what no run holds.
 */
export class RunsDiffer extends Error {
  /** @param text which side, and what both runs do, in one line */
  constructor(text: string) {
    super(text);
    this.name = "RunsDiffer";
  }
}
