// SPDX-License-Identifier: GPL-2.0-only

/** A module that was linked and that a tool or the engine does not take: a patch's own code can bring that about. */
export class RefusedModule extends Error {
  /** @param said what the tool or the engine says */
  constructor(said: string) {
    super(said);
    this.name = "RefusedModule";
  }
}
