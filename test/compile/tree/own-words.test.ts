// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { View } from "../../../harness/base/view.ts";
import { ownWordsIn } from "../../../harness/compile/tree/own-words.ts";
import { referenceViews, withEdit, withFile } from "../../support/views.ts";

const GNTDEV = "drivers/xen/gntdev.c";
const OPEN = "	INIT_LIST_HEAD(&priv->maps);\n";

let base: View;
beforeAll(async () => {
  base = (await referenceViews()).before;
});

const toldOf = (text: string, file = "include/linux/new.h"): string[] =>
  ownWordsIn(withFile(base, file, text)).map(
    ({ file: where, line, message }) => `${where}:${line}: ${message}`,
  );

describe("what a patch adds does not speak of this tool:", () => {
  it.each([
    ["a macro of its name", "\n#define hb_lock(a, b)\n", 2, "hb_lock is a name of this tool's own"],
    ["one over two lines", "#define hb_\\\nlock(a, b)\n", 1, "hb_lock is a name of this tool's own"],
    ["a number", "#undef HB_GFP_KEPT\n", 1, "HB_GFP_KEPT is a name of this tool's own"],
    ["a header", "#include <hunkbox/abi.h>\n", 1, "hunkbox/ is a name of this tool's own"],
    ["a question", "\n\n#if __has_include(<x.h>)\n#endif\n", 3, "__has_include asks which files there are"],
  ])("%s", (_, text, line, message) => {
    expect(toldOf(text)).toEqual([expect.stringContaining(`include/linux/new.h:${line}: ${message}`)]);
  });

  it("nor takes a header's place", () => {
    expect(toldOf("#define A 1\n", "include/hunkbox/abi.h")).toEqual([
      "include/hunkbox/abi.h:1: include/hunkbox/abi.h would take the place of a file of this tool's own",
    ]);
  });

  it("and names that only look like it are a kernel's", () => {
    expect(toldOf("int hb_write_timeout_ms, HB_OF_OCFS2; /* hunkbox */\n")).toEqual([]);
    expect(ownWordsIn(withEdit(base, GNTDEV, OPEN, `	priv->count = 1;\n${OPEN}`))).toEqual([]);
  });
});
