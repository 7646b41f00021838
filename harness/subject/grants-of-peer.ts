// SPDX-License-Identifier: GPL-2.0-only

/** References below belong to the tool stack. */
const FIRST_REF = 8;

/** A frame of another domain, and the reference by which it is granted. */
export interface PeerGrant {
  readonly domain: number;
  readonly ref: number;
  readonly frame: number;
}

/** @returns grants of n frames of one domain */
export const grantsOfPeer = (n: number): readonly PeerGrant[] =>
  Array.from({ length: n }, (_, frame) => ({ domain: 1, ref: FIRST_REF + frame, frame }));
