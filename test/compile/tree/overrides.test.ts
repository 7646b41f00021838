// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { loadOverrides, withOverrides } from "../../../harness/compile/tree/overrides.ts";

const overrides = [
  { path: "csrc/override/trap.h", text: "#undef TRAP\n#define TRAP() gone()\n", macros: ["TRAP"] },
];

describe("a replacement of macros", () => {
  it("stands behind the header that defines one of them, which keeps its lines", () => {
    const text = withOverrides("asm/trap.h", "#ifndef X\n#define TRAP() asm()\n#endif", overrides);
    expect(text?.split("\n").slice(0, 4)).toEqual([
      '# 1 "asm/trap.h"',
      "#ifndef X",
      "#define TRAP() asm()",
      "#endif",
    ]);
    expect(text).toContain('\n# 1 "csrc/override/trap.h"\n#undef TRAP\n');
  });

  it("leaves a header alone that only uses the macro, or defines one whose name begins like it", () => {
    expect(withOverrides("a.h", "#define USE TRAP()\n#define TRAP_NUMBER 3\n", overrides)).toBeNull();
  });

  it("finds a definition that is indented behind its hash", () => {
    expect(withOverrides("a.h", "#  define TRAP() 1\n", overrides)).not.toBeNull();
  });
});

describe("csrc/override", () => {
  it("takes away each macro before it defines it anew", () => {
    for (const { path, text, macros } of loadOverrides()) {
      const defined = [...text.matchAll(/^#define (\w+)/gm)].map((match) => match[1]!);
      const own = defined.filter((name) => !name.startsWith("HB_") && !name.startsWith("HUNKBOX_"));
      expect([...macros].sort(), path).toEqual([...new Set(own)].sort());
    }
  });
});
