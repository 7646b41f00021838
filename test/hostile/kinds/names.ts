// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import type { Recipe } from "../recipe.ts";

const names = inCode("names");

const OWN = [
  "hb_counter",
  "hb_printk",
  "hb_kmalloc",
  "hb_boot",
  "hb_grant_table_op",
  "__sanitizer_cov_trace_pc_guard",
  "__sanitizer_cov_trace_pc_guard_init",
  "__asan_load4",
  "__msan_warning_noreturn",
  "__wasm_call_ctors",
  "__wasm_init_memory",
  "memory",
  "__indirect_function_table",
  "__stack_pointer",
  "__heap_base",
  "malloc",
  "emscripten_resize_heap",
  "emscripten_run_script",
  "fd_write",
  "_start",
  "main",
];

/** Names that the harness, the linker and the instrumentation use, and attributes that give or take names. */
export const NAMES: readonly Recipe[] = [
  names("define", "defines a function of the harness", (r) => {
    const own = r.pick(OWN);
    return {
      top: `long ${own}(long a, long b, long c)\n{\n\treturn a + b + c;\n}`,
      call: `${own}(1, 2, 3);`,
    };
  }),
  names("define-data", "defines a variable by a name of the harness", (r) => {
    const own = r.pick(OWN);
    return { top: `int ${own}[${r.int(1, 9)}] = { 1 };`, call: `${own}[0]++;` };
  }),
  names("declare", "calls a function of the harness", (r) => {
    const name = r.pick(OWN);
    return { top: `extern long ${name}(long);`, call: `${name}(${r.int(0, 99)});` };
  }),
  names("asm-name", "gives a function a name of the harness by asm", (r) => {
    const own = r.word();
    return {
      top: `int ${own}(void) __asm__("${r.pick(OWN)}");\nint ${own}(void)\n{\n\treturn 1;\n}`,
      call: `${own}();`,
    };
  }),
  names("asm-name-odd", "gives a function a name that is no name of C", (r) => {
    const own = r.word();
    const odd = r.pick([
      "",
      " ",
      "a b",
      "\\n::error::x",
      "\\033[2J",
      "../../x",
      "\\001x",
      "constructor",
      "__proto__",
    ]);
    return {
      top: `int ${own}(void) __asm__("${odd}");\nint ${own}(void)\n{\n\treturn 1;\n}`,
      call: `${own}();`,
    };
  }),
  names("asm-import-odd", "calls what is not defined by names that JavaScript knows", (r) => {
    const own = r.word();
    const odd = r.pick([
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "",
      "then",
      "##vso[x]y",
      "::error::x",
    ]);
    return { top: `int ${own}(int) __asm__("${odd}");`, call: `${own}(1);` };
  }),
  names("alias", "an alias by a name of the harness", (r) => {
    const own = r.word();
    const other = r.pick(OWN);
    return {
      top: `int ${own}(void)\n{\n\treturn 1;\n}\nextern int ${other}(void) __attribute__((alias("${own}")));`,
      call: `${other}();`,
    };
  }),
  names("weak", "a weak function by a name of the harness", (r) => {
    const own = r.pick(OWN);
    return { top: `__attribute__((weak)) long ${own}(long a)\n{\n\treturn a;\n}`, call: `${own}(1);` };
  }),
  names("weakref", "a weak reference to a name of the harness", (r) => {
    const own = r.word();
    return {
      top: `static int ${own}(void) __attribute__((weakref("${r.pick(OWN)}")));`,
      call: `if (${own}) ${own}();`,
    };
  }),
  names("export", "exports a function", (r) => {
    const own = r.word();
    return {
      top: `__attribute__((export_name("${r.pick(OWN)}"))) int ${own}(void)\n{\n\treturn 1;\n}`,
      call: `${own}();`,
    };
  }),
  names("import", "imports a function of the host", (r) => {
    const own = r.word();
    const from = r.pick(["env", "wasi_snapshot_preview1", "", "__proto__", "GOT.mem"]);
    return {
      top: `__attribute__((import_module("${from}"), import_name("${r.pick(OWN)}"))) extern int ${own}(int);`,
      call: `${own}(1);`,
    };
  }),
  names("no-coverage", "a loop in a function that takes itself out of what is counted", (r) => {
    const own = r.word();
    const what = r.pick([
      'no_sanitize("coverage")',
      "no_profile_instrument_function",
      "no_instrument_function",
      "optnone, __noinline__",
    ]);
    return {
      top: `__attribute__((${what})) static void ${own}(void)\n{\n\tfor (;;)\n\t\t;\n}`,
      call: `${own}();`,
    };
  }),
  names("naked", "a naked function", (r) => {
    const own = r.word();
    return {
      top: `__attribute__((naked)) int ${own}(void)\n{\n\t__asm__("unreachable");\n}`,
      call: `${own}();`,
    };
  }),
  names("ifunc", "a function that another chooses", (r) => {
    const own = r.word();
    return {
      top: `static int ${own}_a(void)\n{\n\treturn 1;\n}\nstatic void *${own}_r(void)\n{\n\treturn ${own}_a;\n}\nint ${own}(void) __attribute__((ifunc("${own}_r")));`,
      call: `${own}();`,
    };
  }),
  names("constructor", "constructors, some of them endless", (r) => ({
    top: `__attribute__((constructor(${r.int(101, 65535)}))) static void ${r.word()}(void)\n{\n\tfor (;;)\n\t\t;\n}`,
  })),
  names("destructor", "a destructor", (r) => ({
    top: `__attribute__((destructor)) static void ${r.word()}(void)\n{\n\t*(volatile int *)0 = 1;\n}`,
  })),
  names("section", "data in sections of the linker", (r) => ({
    top: `__attribute__((used, section("${r.pick([".init_array", ".custom_section.name", "name", "producers", ".debug_line", "target_features", "linking", ".text", "__asan_globals"])}"))) static const int ${r.word()}[] = { ${r.int(0, 99)}, 0x7fffffff, -1 };`,
  })),
  names("asm-top", "assembly outside of functions", (r) => ({
    top: `asm("${r.pick([".globl hb_boot\\nhb_boot:\\n", ".import_module x, env\\n", '.section .init_array,\\"\\",@\\n.int32 1\\n', ".functype x () -> ()\\n", ".rept 1000000000\\n.int32 0\\n.endr\\n", ".macro m\\nm\\n.endm\\nm\\n"])}");`,
  })),
  names("asm-body", "assembly in a function", (r) => ({
    call: `asm volatile ("${r.pick(["unreachable", "local.get 0\\nreturn", "i32.const 0\\nglobal.set __stack_pointer", "loop\\nbr 0\\nend_loop", ".rept 100000000\\nnop\\n.endr"])}");`,
  })),
  names("initcalls", "initcalls by thousands", (r) => {
    const own = r.word();
    const many = Array.from(
      { length: 2000 },
      (_, i) => `static int ${own}_${i}(void)\n{\n\treturn ${i};\n}\nmodule_init(${own}_${i});`,
    );
    return { top: many.join("\n") };
  }),
  names("exports", "EXPORT_SYMBOL of what is not there, and of names of the harness", (r) => ({
    top: `extern int ${r.word()}_x;\nEXPORT_SYMBOL_GPL(${r.pick(OWN)});`,
  })),
];
