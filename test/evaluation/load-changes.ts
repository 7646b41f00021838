// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as v from "valibot";
import { projectRoot } from "../../harness/base/project-root.ts";
import { type Change, changeSchema, type Ground } from "./change.ts";

/** @returns all changes, by name; throws if a file is not as it has to be */
export function loadChanges(): Change[] {
  const root = join(projectRoot(), "test", "fixtures", "changes");
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const paths = folders.flatMap(({ name }) =>
    readdirSync(join(root, name))
      .filter((file) => file.endsWith(".json"))
      .map((file) => join(root, name, file)),
  );
  const changes = paths.map(readChange).sort((a, b) => (a.name < b.name ? -1 : 1));
  const twice = changes.find(({ name }, i) => changes[i + 1]?.name === name);
  if (twice !== undefined) throw new Error(`${twice.path}: another change has this name`);
  return changes;
}

function readChange(path: string): Change {
  const parsed = v.safeParse(changeSchema, JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Error(`${path}: ${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);
  }
  return { ...parsed.output, name: basename(path, ".json"), path };
}

/** @returns the text of a change's patch for a ground: `NAME.6.12.patch` where one does not fit all, else `NAME.patch` */
export function patchText({ path, name }: Change, ground: Ground): string {
  const stem = path.slice(0, -".json".length);
  const own = `${stem}.${ground}.patch`;
  const file = existsSync(own) ? own : `${stem}.patch`;
  if (!existsSync(file)) throw new Error(`${path}: there is no ${name}.patch beside it`);
  return readFileSync(file, "utf8");
}
