// SPDX-License-Identifier: GPL-2.0-only

/** @returns the id of the scenario that a derived one comes from; any other id as it is */
export const flowOf = (id: string): string => id.split("+", 1)[0]!;
