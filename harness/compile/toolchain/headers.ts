// SPDX-License-Identifier: GPL-2.0-only
import { digestOf } from "../cache/digest-of.ts";
import { VIRTUAL_ROOT } from "./compile-flags.ts";
import { Overlay } from "./overlay.ts";

/** What `#include` finds, and nothing else: a path that is not among these does not exist for the compiler. */
export interface Headers {
  readonly overlay: Overlay;
  /** By virtual path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Changes with any header. */
  readonly key: string;
  /** Changes with the set of paths: one header more may stand in the way of another. */
  readonly pathsKey: string;
}

/** @param texts by path: kernel/… for the kernel's, csrc/include/… for our own */
export function makeHeaders(texts: ReadonlyMap<string, string>): Headers {
  const virtual = new Map([...texts].map(([path, text]) => [`${VIRTUAL_ROOT}/${path}`, text]));
  return {
    overlay: new Overlay(virtual, null),
    texts: virtual,
    key: digestOf([...virtual].flat()),
    pathsKey: digestOf([...virtual.keys()]),
  };
}
