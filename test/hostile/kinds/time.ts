// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import type { Recipe } from "../recipe.ts";

const time = inCode("time");

/** What a compiler may know of the moment and the machine. */
export const TIME: readonly Recipe[] = [
  ...[
    "__DATE__",
    "__TIME__",
    "__TIMESTAMP__",
    "__FILE__",
    "__BASE_FILE__",
    "__FILE_NAME__",
    "__VERSION__",
    "__clang_version__",
  ].map((macro) =>
    time(macro.replaceAll("_", "").toLowerCase(), `${macro} on the console and in a result`, () => ({
      call: `static const char hx_t[] = ${macro}; printk("%s\\n", hx_t); WARN(hx_t[sizeof(hx_t) - 2] & 1, "%s\\n", hx_t);`,
    })),
  ),
  time("counter", "__COUNTER__, __INCLUDE_LEVEL__ and __LINE__ of all sorts", () => ({
    top: "#define HX_N(x) HX_M(x)\n#define HX_M(x) #x",
    call: 'printk(HX_N(__COUNTER__) " " HX_N(__INCLUDE_LEVEL__) " " HX_N(__LINE__) "\\n");',
  })),
  time("has-include", "asks which files the machine has", (r) => ({
    top: `#if __has_include("${r.pick(["/etc/passwd", "/proc/self/environ", "/usr/include/stdio.h", "../../../../../../etc/passwd"])}")\n#error "a file of the machine is seen"\n#endif\n#if __has_include(<stdio.h>) || __has_include_next(<stdlib.h>)\n#error "a header of the machine is seen"\n#endif`,
  })),
  time("has-features", "what the compiler says of itself", () => ({
    call: 'printk("%d %d %d\\n", __clang_major__, __has_builtin(__builtin_trap), __has_feature(address_sanitizer));',
  })),
  time(
    "sanitizer-only",
    "other code where it is looked for errors",
    () => ({
      top: "#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)\n#define HX_RESULT -5\n#else\n#define HX_RESULT 0\n#endif",
      call: "if (HX_RESULT) return HX_RESULT;",
    }),
    ["open", "mmap", "ioctl"],
  ),
  time("builtins", "what the machine could tell", (r) => ({
    call: `printk("%llu\\n", (u64)${r.pick(["__builtin_readcyclecounter()", "__builtin_unpredictable(3)", "__builtin_LINE()", "__builtin_COLUMN()"])});`,
  })),
];
