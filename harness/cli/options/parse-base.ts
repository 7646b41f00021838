// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from "node:fs";
import { BadInput } from "../inputs/bad-input.ts";
import type { BaseOptions } from "./base-options.ts";

/** What the miniature was called. */
const FORMERLY = "skeleton";

/** How bases are spelled behind --on. */
export const BASE_FORMS = "miniature, a folder, tree:DIR, git:DIR@REV or debian:linux-source-6.1";

/**
 * Reads a base as it is spelled behind `--on`.
 *
 * @throws BadInput if it is none
 */
export function parseBase(text: string): BaseOptions {
  if (text === "miniature" || text === FORMERLY) return {};
  const [, kind, rest] = /^(tree|git|debian):(.+)$/s.exec(text) ?? [];
  if (kind === undefined || rest === undefined) {
    if (existsSync(text)) return { tree: text };
    throw new BadInput(
      `--on ${JSON.stringify(text)} is no base: there is no such folder`,
      `give ${BASE_FORMS}`,
    );
  }
  if (kind === "tree") return { tree: rest };
  if (kind === "debian") return { debian: rest };
  const at = rest.lastIndexOf("@");
  // a folder's name may hold one
  if (at <= 0 || existsSync(rest)) return { git: rest };
  if (at === rest.length - 1) throw new BadInput(`--on ${text} names no commit behind @`, "give git:DIR@REV");
  return { git: rest.slice(0, at), rev: rest.slice(at + 1) };
}
