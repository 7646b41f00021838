// SPDX-License-Identifier: GPL-2.0-only
import { inCode } from "../in-code.ts";
import type { Random } from "../random.ts";
import type { Recipe } from "../recipe.ts";

const work = inCode("work");

/** A function that nothing inlines, and a call of it. */
const inFunction = (r: Random, body: string, before = ""): { top: string; call: string } => {
  const own = r.word();
  const top = `${before}static __attribute__((__noinline__)) void ${own}(void)\n{\n${body}\n}`;
  return { top, call: `${own}();` };
};

/** A statement a number of times. */
const times = (count: number | string, statement: string): string =>
  `\tunsigned int i;\n\tfor (i = 0; i < ${count}; i++) {\n\t\t${statement}\n\t}`;

/** Below the budget of a call, in turns of an empty loop. */
const JUST_BELOW = 400_000;

/** Loops and recursion: work that the kernel's own code does. */
export const WORK: readonly Recipe[] = [
  work("endless", "a loop without end, in one place", (r) =>
    inFunction(
      r,
      `\t${r.pick(["for (;;)\n\t\t;", "volatile int x = 1;\n\twhile (x)\n\t\tx++;", "again:\n\tgoto again;"])}`,
    ),
  ),
  work(
    "endless-everywhere",
    "a loop without end in every function",
    (r) => inFunction(r, "\tfor (;;)\n\t\t;"),
    "everywhere",
  ),
  work("endless-initcall", "an initcall without end", (r) => inFunction(r, "\tfor (;;)\n\t\t;"), [
    "initcall",
  ]),
  work(
    "endless-grants",
    "a loop without end in what all drivers call",
    (r) => inFunction(r, "\tvolatile int x = 1;\n\twhile (x)\n\t\t;"),
    ["grants", "pages"],
  ),
  work(
    "endless-error",
    "a loop without end that only an error comes to",
    (r) => inFunction(r, "\tvolatile int x = 1;\n\twhile (x)\n\t\t;"),
    ["error"],
  ),
  work(
    "just-below",
    "loops just below the budget in every call",
    (r) => inFunction(r, `\tvolatile int x = 0;\n${times(JUST_BELOW, "x += i;")}`),
    "everywhere",
  ),
  work(
    "just-below-grants",
    "loops just below the budget in what is called most",
    (r) => inFunction(r, `\tvolatile int x = 0;\n${times(r.int(20_000, 60_000), "x += i;")}`),
    ["grants", "pages"],
  ),
  work(
    "just-below-files",
    "loops of some size in every call of every file",
    (r) => inFunction(r, `\tvolatile int x = 0;\n${times(r.int(5000, 50_000), "x += i;")}`),
    "all-files",
  ),
  work("exponential", "2^60 calls without a loop", (r) => {
    const own = r.word();
    const levels = Array.from(
      { length: 60 },
      (_, i) =>
        `static __attribute__((__noinline__)) void ${own}_${i + 1}(void)\n{\n\t${own}_${i}();\n\t${own}_${i}();\n}`,
    );
    return {
      top: `static volatile int ${own};\nstatic __attribute__((__noinline__)) void ${own}_0(void)\n{\n\t${own}++;\n}\n${levels.join("\n")}`,
      call: `${own}_60();`,
    };
  }),
  work("straight", "a function of 3000 statements called in a loop", (r) => {
    const own = r.word();
    const body = Array.from(
      { length: 3000 },
      (_, i) => `\t${own}_v[${i % 64}] += ${own}_v[${(i * 7) % 64}] ^ ${i};`,
    ).join("\n");
    return inFunction(
      r,
      times(5000, `${own}();`),
      `static volatile unsigned int ${own}_v[64];\nstatic __attribute__((__noinline__)) void ${own}(void)\n{\n${body}\n}\n`,
    );
  }),
  work(
    "straight-everywhere",
    "long turns of a loop, just below the budget, in every call",
    (r) => {
      const own = r.word();
      const line = (i: number): string => `\t\t${own}_v[${i % 64}] += ${own}_v[${(i * 7) % 64}];`;
      const body = Array.from({ length: r.int(200, 400) }, (_, i) => line(i)).join("\n");
      const loop = `\tunsigned int i;\n\tfor (i = 0; i < ${JUST_BELOW}; i++) {\n${body}\n\t}`;
      return inFunction(r, loop, `static volatile unsigned int ${own}_v[64];\n`);
    },
    "everywhere",
  ),
  work(
    "recursion",
    "recursion without end",
    (r) => {
      const own = r.word();
      return {
        top: `static volatile int ${own}_x;\nstatic __attribute__((__noinline__)) int ${own}(int n)\n{\n\treturn ${own}(n + 1) * n + ${own}_x;\n}`,
        call: `${own}_x = ${own}(1);`,
      };
    },
    "everywhere",
  ),
  work("recursion-mutual", "two functions that call each other by pointers", (r) => {
    const own = r.word();
    return {
      top: `static int (*volatile ${own}_p[2])(int);\nstatic int ${own}_a(int n)\n{\n\treturn ${own}_p[1](n + 1) + n;\n}\nstatic int ${own}_b(int n)\n{\n\treturn ${own}_p[0](n + 1) ^ n;\n}`,
      call: `${own}_p[0] = ${own}_a; ${own}_p[1] = ${own}_b; ${own}_a(0);`,
    };
  }),
  work("ackermann", "a recursion that is not deep and does not end", (r) => {
    const own = r.word();
    return {
      top: `static volatile unsigned int ${own}_v;\nstatic __attribute__((__noinline__)) unsigned int ${own}(unsigned int n)\n{\n\treturn n < 2 ? n + ${own}_v : ${own}(n - 1) + ${own}(n - 2);\n}`,
      call: `${own}_v = ${own}(${r.int(60, 90)});`,
    };
  }),
  work("computed-goto", "a loop of computed gotos", (r) =>
    inFunction(
      r,
      "\tstatic void *to[] = { &&a, &&b };\n\tvolatile unsigned int i = 0;\na:\n\ti++;\n\tgoto *to[i & 1];\nb:\n\ti += 2;\n\tgoto *to[i & 1];",
    ),
  ),
  work("switch-loop", "an interpreter of its own", (r) =>
    inFunction(
      r,
      "\tvolatile unsigned int s = 1;\n\tfor (;;)\n\t\tswitch (s & 7) {\n\t\tcase 0: s += 3; break;\n\t\tcase 1: s *= 5; break;\n\t\tdefault: s ^= 0x55; break;\n\t\t}",
    ),
  ),
  work("pointers", "a list that leads to itself", (r) =>
    inFunction(
      r,
      "\tstruct list_head a, b, *p;\n\tint n = 0;\n\ta.next = &b;\n\tb.next = &b;\n\tfor (p = a.next; p != &a; p = p->next)\n\t\tn++;",
    ),
  ),
  work(
    "init-list",
    "a scenario's own list closed wrongly, so that the kernel's own loops do not end",
    () => ({
      call: "priv->maps.next = priv->maps.next->next ? priv->maps.next : &priv->maps; priv->maps.prev = priv->maps.next; INIT_LIST_HEAD((struct list_head *)priv->maps.next);",
    }),
    ["ioctl"],
  ),
];

/** Work that the kernel's code asks others for. */
export const ASKED: readonly Recipe[] = [
  work("locks", "300 000 pairs of locks", (r) =>
    inFunction(
      r,
      times(300_000, "spin_lock(&lock);\n\t\tspin_unlock(&lock);"),
      "static DEFINE_SPINLOCK(lock);\n",
    ),
  ),
  work(
    "locks-everywhere",
    "pairs of locks in every call",
    (r) =>
      inFunction(
        r,
        times(r.int(3000, 9000), "spin_lock(&lock);\n\t\tspin_unlock(&lock);"),
        "static DEFINE_SPINLOCK(lock);\n",
      ),
    "everywhere",
  ),
  work("printk", "printk in a loop", (r) =>
    inFunction(r, times(1_000_000, `printk("${r.word()} %u\\n", i);`)),
  ),
  work(
    "printk-everywhere",
    "many lines in every call",
    (r) => inFunction(r, times(r.int(500, 3000), 'printk("cup %u %u\\n", i, i * i);')),
    "everywhere",
  ),
  work("printk-long", "a line of 200 KB, again and again", (r) =>
    inFunction(
      r,
      `\tmemset(line, 'x', sizeof(line) - 1);\n${times(200, 'printk("%s\\n", line);')}`,
      "static char line[200 << 10];\n",
    ),
  ),
  work("printk-wide", "a width of 10^9", (r) =>
    inFunction(r, times(100, 'printk("%1000000000d %*d\\n", 1, 2000000000, i);')),
  ),
  work("printk-unended", "printk without an end of line", (r) =>
    inFunction(r, times(300_000, 'printk("cup");')),
  ),
  work("warn", "warnings in a loop", (r) => inFunction(r, times(300_000, 'WARN(1, "cup %u\\n", i);'))),
  work(
    "warn-everywhere",
    "other warnings in every call",
    (r) => {
      const own = r.word();
      const many = Array.from({ length: 200 }, (_, i) => `\tWARN(1, "${own} ${i} %u\\n", ${own}_n++);`).join(
        "\n",
      );
      return inFunction(r, many, `static unsigned int ${own}_n;\n`);
    },
    "everywhere",
  ),
  work("kmalloc", "allocates and frees", (r) =>
    inFunction(r, times(1_000_000, `kfree(kmalloc(${r.int(1, 5000)}, GFP_KERNEL));`)),
  ),
  work("leak", "allocates and keeps", (r) =>
    inFunction(r, times(1_000_000, `kmalloc(${r.int(1, 64)}, GFP_KERNEL);`)),
  ),
  work(
    "leak-everywhere",
    "leaks in every call",
    (r) => inFunction(r, times(r.int(100, 500), `kmalloc(i, GFP_KERNEL);`)),
    "everywhere",
  ),
  work("leak-many-sites", "leaks at many places", (r) =>
    inFunction(
      r,
      Array.from({ length: 2000 }, (_, i) => `\tkmalloc(${1 + (i % 97)}, GFP_KERNEL);`).join("\n"),
    ),
  ),
  work("double-free", "frees what is free, in a loop", (r) =>
    inFunction(r, `\tvoid *p = kmalloc(${r.int(1, 99)}, GFP_KERNEL);\n${times(10_000, "kfree(p);")}`),
  ),
  work("pages", "pages taken and given back", (r) =>
    inFunction(
      r,
      `\tstruct page *page;\n${times(300_000, "if (!alloc_xenballooned_pages(1, &page))\n\t\t\tfree_xenballooned_pages(1, &page);")}`,
    ),
  ),
  work("pages-kept", "all pages taken", (r) =>
    inFunction(r, `\tstatic struct page *page[64];\n${times(10_000, "alloc_xenballooned_pages(64, page);")}`),
  ),
  work("grant-op", "a grant op in a loop", (r) =>
    inFunction(
      r,
      times(300_000, `HYPERVISOR_grant_table_op(${r.int(0, 12)}, ops, ${r.pick([1, 400, 0xffffffff])});`),
      "static struct gnttab_map_grant_ref ops[400];\n",
    ),
  ),
  work("grant-op-map", "maps the same grant again and again", (r) =>
    inFunction(
      r,
      `\tstatic struct gnttab_map_grant_ref op;\n${times(100_000, `gnttab_set_map_op(&op, 0, 2, ${r.int(0, 16)}, ${r.int(0, 2)});\n\t\tHYPERVISOR_grant_table_op(GNTTABOP_map_grant_ref, &op, 1);`)}`,
    ),
  ),
  work(
    "grant-op-everywhere",
    "refused ops in every call",
    (r) =>
      inFunction(
        r,
        times(r.int(50, 400), "HYPERVISOR_grant_table_op(GNTTABOP_map_grant_ref, ops, 30);"),
        "static struct gnttab_map_grant_ref ops[400];\n",
      ),
    "everywhere",
  ),
  work("multicall", "long multicalls", (r) =>
    inFunction(
      r,
      times(10_000, `HYPERVISOR_multicall(calls, ${r.pick([5000, 0x7fffffff, -1])});`),
      "#include <asm/xen/hypercall.h>\nstatic struct multicall_entry calls[5000];\n",
    ),
  ),
  work("mmu-update", "mmu_update in a loop", (r) =>
    inFunction(
      r,
      times(100_000, `HYPERVISOR_mmu_update(updates, ${r.pick([100, 0x7fffffff])}, NULL, 0x7ff0);`),
      "#include <asm/xen/hypercall.h>\nstatic struct mmu_update updates[100];\n",
    ),
  ),
  work("va-mapping", "update_va_mapping in a loop", (r) =>
    inFunction(
      r,
      `\tpte_t none = { 0 };\n${times(300_000, `HYPERVISOR_update_va_mapping((unsigned long)i << PAGE_SHIFT, none, ${r.int(0, 3)});`)}`,
      "#include <asm/xen/hypercall.h>\n",
    ),
  ),
  work("copy-user", "copies to and from a process in a loop", (r) =>
    inFunction(
      r,
      times(
        300_000,
        "if (copy_to_user((void *)(unsigned long)(i << 12), block, sizeof(block)))\n\t\t\tblock[0]++;\n\t\tif (copy_from_user(block, (void *)0x10000, sizeof(block)))\n\t\t\tblock[1]++;",
      ),
      "static char block[65536];\n",
    ),
  ),
  work("memcpy", "much copied in a loop", (r) =>
    inFunction(
      r,
      times(r.int(1000, 400_000), "memcpy(one, two, sizeof(one));\n\t\tmemset(two, i, sizeof(two));"),
      "static char one[100 << 10], two[100 << 10];\n",
    ),
  ),
  work(
    "memcpy-everywhere",
    "much copied in every call",
    (r) =>
      inFunction(
        r,
        times(r.int(100, 900), "memcpy(one, two, sizeof(one));"),
        "static char one[100 << 10], two[100 << 10];\n",
      ),
    "everywhere",
  ),
  work("find-vma", "find_vma in a loop", (r) =>
    inFunction(
      r,
      times(300_000, "if (find_vma(current->mm, (unsigned long)i << PAGE_SHIFT))\n\t\t\tfound++;"),
      "static volatile int found;\n",
    ),
  ),
  work("page-range", "page tables walked in a loop", (r) => {
    const own = r.word();
    return inFunction(
      r,
      times(1000, `apply_to_page_range(current->mm, 0, 1ul << 30, ${own}, NULL);`),
      `static int ${own}(pte_t *p, pgtable_t t, unsigned long a, void *d)\n{\n\treturn 0;\n}\n`,
    );
  }),
  work("kmap", "kmap in a loop", (r) =>
    inFunction(
      r,
      `\tstruct page *page;\n\tif (alloc_xenballooned_pages(1, &page))\n\t\treturn;\n${times(300_000, r.pick(["kmap(page);", "kmap(page);\n\t\tkunmap(page);", "*(volatile char *)kmap(page) = 1;"]))}`,
    ),
  ),
  work("pte-writes", "page-table entries written in a loop", (r) =>
    inFunction(
      r,
      times(300_000, "pte_t *p = (pte_t *)(0x1000ul * (i % 64));\n\t\tarbitrary_virt_to_machine(p);"),
    ),
  ),
  work("p2m-writes", "the p2m written in a loop", (r) =>
    inFunction(r, times(300_000, `set_phys_to_machine(i % ${r.int(2, 1000)}, i);`)),
  ),
  work("override", "overrides added and found in a loop", (r) =>
    inFunction(r, times(100_000, "get_phys_to_machine(i);")),
  ),
  work("notifiers", "notifiers registered in a loop", (r) =>
    inFunction(
      r,
      times(20_000, "mmu_notifier_register(&mn[i % 1000], current->mm);"),
      "static struct mmu_notifier_ops none;\nstatic struct mmu_notifier mn[1000] = { { .ops = &none } };\n",
    ),
  ),
  work(
    "devices",
    "devices registered in a loop",
    (r) =>
      inFunction(
        r,
        times(100_000, "misc_register(&many[i % 1000]);"),
        `static struct miscdevice many[1000] = { { .name = "${r.word()}" } };\n`,
      ),
    ["initcall"],
  ),
  work("work-itself", "queued work that queues itself", (r) => {
    const own = r.word();
    return {
      top: `#include <linux/workqueue.h>\nstatic struct work_struct ${own}_w;\nstatic void ${own}(struct work_struct *w)\n{\n\tschedule_work(w);\n}`,
      call: `${own}_w.func = ${own}; schedule_work(&${own}_w);`,
    };
  }),
  work("events", "events sent in a loop", (r) =>
    inFunction(r, times(300_000, `notify_remote_via_evtchn(i % ${r.int(1, 5000)});`)),
  ),
  work(
    "mixed-everywhere",
    "a little of everything in every call",
    (r) =>
      inFunction(
        r,
        times(
          r.int(50, 300),
          'spin_lock(&lock);\n\t\tspin_unlock(&lock);\n\t\tkfree(kmalloc(i, GFP_KERNEL));\n\t\tprintk("cup %u\\n", i);\n\t\tHYPERVISOR_grant_table_op(GNTTABOP_map_grant_ref, ops, 3);\n\t\tfind_vma(current->mm, i << 12);',
        ),
        "static DEFINE_SPINLOCK(lock);\nstatic struct gnttab_map_grant_ref ops[400];\n",
      ),
    "everywhere",
  ),
];
