// SPDX-License-Identifier: GPL-2.0-only

/** Frames that another domain has (DEFAULT_PARAMS). */
const FRAMES = 16;

/** References below belong to the tool stack. */
const FIRST_REF = 8;

/** A frame of another domain, and the reference by which it is granted. */
export interface PeerGrant {
  readonly domain: number;
  readonly ref: number;
  readonly frame: number;
}

/** @returns grants of n frames that differ, 32 at most: of the first domain, then of the second */
export const grantsOfPeers = (n: number): readonly PeerGrant[] =>
  Array.from({ length: n }, (_, i) => {
    const frame = i % FRAMES;
    return { domain: 1 + Math.floor(i / FRAMES), ref: FIRST_REF + frame, frame };
  });
