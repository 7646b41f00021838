// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../base/project-root.ts";
import { digestOf } from "./digest-of.ts";

/** Put in where the command is bundled (scripts/setup.sh); sources that run as they are name themselves. */
declare const __hunkbox_builder: string | undefined;

/** Folders of harness/ whose code decides what is made of a text. */
const FOLDERS = ["abi", "base", "compile", "slice"] as const;

let known: string | null = null;

/** Names the code that makes modules, for the keys of what it makes: equal only for equal code. */
export function builderCode(): string {
  known ??= typeof __hunkbox_builder === "string" ? __hunkbox_builder : digestOfSources();
  return known;
}

function digestOfSources(): string {
  const root = join(projectRoot(), "harness");
  const names = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  const sources = names.filter((name) => name.endsWith(".ts")).sort();
  return digestOf(sources.flatMap((name) => [name, readFileSync(join(root, name), "utf8")]));
}
