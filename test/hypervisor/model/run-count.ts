// SPDX-License-Identifier: GPL-2.0-only

/** @returns how many sequences a property runs: its own number, or what HUNKBOX_SEQUENCES asks for. */
export const runCount = (usual: number): number => {
  const asked = process.env.HUNKBOX_SEQUENCES;
  if (asked === undefined || asked === "") return usual;
  const count = Number(asked);
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(`HUNKBOX_SEQUENCES is a number of sequences, not "${asked}"`);
  return count;
};
