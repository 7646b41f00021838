// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { Patch } from "../../patch/series.ts";
import type { Base } from "../base.ts";
import { preImages } from "../pre-images.ts";

/**
 * Compares the files of a tree with the blob ids that the patch was made against. A patch may well apply to another
 * text than that, but whoever reads the report should know.
 *
 * @param reverse the tree may hold the patch already: its blob ids after are as good
 * @returns one line for each file that is another
 */
export function checkBlobs(base: Base, patches: readonly Patch[], reverse: boolean): string[] {
  const after = new Map(patches.flatMap(({ files }) => files.map((file) => [file.newPath, file.newBlob])));
  return preImages(patches).flatMap(({ path, blob }) => {
    const text = base.read(path);
    // the id is one of SHA-1 over the bytes, and what is no UTF-8 was not kept as it is
    if (text === null || blob === null || text.includes("\ufffd")) return [];
    const id = blobId(text);
    if (id.startsWith(blob)) return [];
    if (reverse && id.startsWith(after.get(path) ?? "?")) return [];
    return [
      `${path} is blob ${id.slice(0, 12)} in ${base.name}; the patch was made against ${blob.slice(0, 12)}`,
    ];
  });
}

function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
