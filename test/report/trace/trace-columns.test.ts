// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import { initConsole } from "../../../harness/guest/console.ts";
import { traceConfig } from "../../../harness/judge/trace/trace-config.ts";
import type { SideBySide } from "../../../harness/judge/trace/trace-scenario.ts";
import { makeScreen, type Screen } from "../../../harness/report/screen.ts";
import { traceColumns } from "../../../harness/report/trace/trace-columns.ts";
import { loadCatalogue } from "../../../harness/scenario/load-catalogue.ts";
import { expectGolden } from "../../support/golden.ts";
import { buildView, referenceViews } from "../../support/views.ts";

const IDS = ["user-map-one-page", "fault-map-op-middle-page"] as const;
const TWO = { all: false, isOneSide: false };
const ALL = { all: true, isOneSide: false };
const plain = (width: number): Screen => makeScreen(width, false);

const traces = new Map<string, SideBySide>();
const traceOf = (id: (typeof IDS)[number]): SideBySide => traces.get(id)!;

beforeAll(async () => {
  const views = await referenceViews();
  const [before, after] = await Promise.all([
    buildView(views.before, "x86_64", "before"),
    buildView(views.after, "x86_64", "after"),
  ]);
  await initConsole();
  const catalogue = loadCatalogue();
  for (const name of IDS) {
    const scenario = catalogue.find(({ id }) => id === name)!;
    traces.set(name, traceConfig(views, before, after, scenario, false));
  }
});

describe("both sides next to each other", () => {
  it.each([80, 160])("are as the golden ones, in %i columns", (width) => {
    const all = IDS.map((id) => traceColumns(traceOf(id), plain(width), TWO));
    expectGolden(`report/trace-${width}.txt`, all.join("\n"));
  });

  it("are as the golden ones, with every row", () => {
    expectGolden("report/trace-all-120.txt", traceColumns(traceOf("user-map-one-page"), plain(120), ALL));
  });

  it.each([40, 80, 120, 160, 200, 300])("fit %i columns, and no more than 200 are used", (width) => {
    for (const id of IDS) {
      const lines = traceColumns(traceOf(id), plain(width), ALL).split("\n");
      expect(lines.filter((line) => line.length > Math.min(200, width))).toEqual([]);
    }
  });

  it("have steps and what is read as prose in 100 columns at most", () => {
    const lines = traceColumns(traceOf("fault-map-op-middle-page"), plain(200), TWO).split("\n");
    const prose = lines.filter((line) => /^(\d+\.|never freed| {2}(before|after) )/.test(line));
    expect(prose.length).toBeGreaterThan(15);
    expect(prose.filter((line) => line.length > 100)).toEqual([]);
  });

  it("mark a row that the patch's line brings about, with the hunk and that line", () => {
    const text = traceColumns(traceOf("user-map-one-page"), plain(200), TWO);
    expect(text).toMatch(/ > kzalloc\(32\): add->kmap_ops, never freed\n/);
    expect(text).toMatch(/ > {3}at drivers\/xen\/gntdev\.c:120 gntdev_alloc_map\(\) \(hunk 2\)\n/);
    expect(text).toMatch(/ > {3}\+ add->kmap_ops = kzalloc\(/);
    expect(text).toMatch(/^ {2}- pte_clear\(/m);
  });

  it("have all rows if that is asked for, and say how many are left out if it is not", () => {
    const trace = traceOf("user-map-one-page");
    const all = traceColumns(trace, plain(200), ALL);
    expect(all).not.toContain("left out");
    expect(all).not.toContain("equal rows");
    const few = traceColumns(trace, plain(200), TWO);
    const folded = [...few.matchAll(/^… (\d+) equal rows$/gm)].map(([, count]) => Number(count));
    expect(few).toContain(`; ${folded.reduce((sum, one) => sum + one, 0)} left out, which --all shows`);
  });

  it("name what memory is freed, and call copies to and from a process by the kernel's names", () => {
    const all = traceColumns(traceOf("user-map-one-page"), plain(200), ALL);
    expect(all).toMatch(/^kfree of add->pages, 8 bytes +kfree of add->pages, 8 bytes$/m);
    expect(all).toMatch(/^copy_from_user at 0x7f0000000000: frame 0x/m);
    expect(all).toMatch(/^copy_to_user at 0x7f0000000000: frame 0x/m);
    expect(all).toMatch(/^the process writes to 0x7f0000100010: frame 0x/m);
  });

  it("say which step fails with what, and which ones are skipped for it", () => {
    const text = traceColumns(traceOf("fault-map-op-middle-page"), plain(120), TWO);
    expect(text).toMatch(/^fails with -EINVAL +fails with -EINVAL$/m);
    expect(text).toMatch(
      /\n8\. the process unmaps m \(munmap\)\nskipped: step 7 failed +skipped: step 7 failed\n/,
    );
  });
});

describe("one side alone", () => {
  it("has every row once, in one column", () => {
    const text = traceColumns(traceOf("user-map-one-page"), plain(120), { all: false, isOneSide: true });
    expect(text).toContain("\nkfree of add->pages, 8 bytes\n");
    expect(text).not.toMatch(/before|equal rows|--all/);
    expect(text).toMatch(/\nnever freed:\n {2}32 bytes, add->kmap_ops: taken in step 3, /);
  });
});
