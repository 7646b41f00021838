// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import type { CallStack, Finding, FindingClass } from "../../../harness/judge/verdict/finding.ts";
import type { ScenarioVerdict } from "../../../harness/judge/verdict/scenario-verdict.ts";
import { settleFindings } from "../../../harness/judge/verdict/settle-findings.ts";

const LEAK = "grant-leak: handle of a kernel mapping in m2p_add_override";

const by = (...names: readonly string[]): readonly CallStack[] => [
  {
    what: "here",
    frames: names.map((name, i) => ({ function: name, file: "drivers/xen/gntdev.c", line: 10 + i })),
  },
];

const finding = (kind: FindingClass, over: Partial<Finding> = {}): Finding =>
  ({
    ...{ signature: LEAK, subject: "handle of a kernel mapping", invariant: "grant-leak", class: kind },
    ...{ scenario: "a", step: 5, stacks: by("gnttab_map_refs"), unreached: false, times: 1 },
    ...over,
  }) as Finding;

const scenario = (id: string, ...findings: readonly Finding[]): ScenarioVerdict => {
  return { id, class: "regressed", findings, events: 1, steps: 9, whyNot: null };
};

/** The classes that the findings of each scenario end with. */
const settled = (...results: readonly ScenarioVerdict[]): (readonly FindingClass[])[] =>
  settleFindings(results).map(({ findings }) => findings.map((one) => one.class));

describe("a regression", () => {
  it("stays one as long as nothing says otherwise", () => {
    expect(settled(scenario("a", finding("regressed")), scenario("b", finding("pre-existing")))).toEqual([
      ["regressed"],
      ["pre-existing"],
    ]);
  });

  it("that the before side could not reach was there before if both sides show it elsewhere", () => {
    const beyond = finding("regressed", { unreached: true });
    expect(settled(scenario("a", beyond), scenario("b", finding("pre-existing")))[0]).toEqual([
      "pre-existing",
    ]);
  });

  it("that nothing could have hidden makes one of what a fault may have hidden elsewhere", () => {
    const quiet = finding("regressed", { mayBeHidden: "quiet" });
    const revealed = finding("revealed", { unreached: true });
    const [faulty, other] = [scenario("a", quiet), scenario("b", revealed)];
    expect(settled(faulty, other)).toEqual([["revealed"], ["revealed"]]);
    expect(settled(faulty, other, scenario("c", finding("regressed")))).toEqual([
      ["regressed"],
      ["regressed"],
      ["regressed"],
    ]);
  });

  it("makes one of what is only revealed elsewhere", () => {
    const revealed = finding("revealed", { unreached: true });
    expect(settled(scenario("a", revealed), scenario("b", finding("regressed")))[0]).toEqual(["regressed"]);
  });
});

describe("a fault that strikes another call on the other side", () => {
  const strike = { what: "set_phys_to_machine", elsewhere: "another", isOwn: false } as const;

  it("compares nothing by itself: what one side shows in one scenario, the other shows in another", () => {
    const results = settled(
      scenario("a", finding("regressed", { strike })),
      scenario("b", finding("fixed", { strike: { ...strike, elsewhere: "same" } })),
    );
    expect(results).toEqual([["pre-existing"], ["fixed"]]);
  });

  it("leaves a regression if the other side comes there by other functions, or by the failure of something else", () => {
    const own = finding("regressed", { strike });
    const elsewhere = { ...strike, elsewhere: "same" } as const;
    const otherPath = finding("fixed", { strike: elsewhere, stacks: by("gnttab_unmap_refs") });
    const otherFault = finding("fixed", { strike: { ...elsewhere, what: "kmalloc" } });
    expect(settled(scenario("a", own), scenario("b", otherPath, otherFault))[0]).toEqual(["regressed"]);
  });

  it("leaves a regression if the call that fails is one that the patch makes", () => {
    const own = finding("regressed", { strike: { ...strike, isOwn: true } });
    const elsewhere = { ...strike, elsewhere: "same" } as const;
    const others = scenario(
      "b",
      finding("fixed", { strike: elsewhere }),
      finding("pre-existing", { strike: elsewhere }),
    );
    expect(settled(scenario("a", own), others)[0]).toEqual(["regressed"]);
  });

  it("leaves a regression if it strikes the same call", () => {
    const own = finding("regressed", { strike: { ...strike, elsewhere: "same" } });
    expect(settled(scenario("a", own), scenario("b", finding("fixed", { strike })))[0]).toEqual([
      "regressed",
    ]);
  });
});

describe("a state that a page was in without any fault", () => {
  const own = finding("regressed", { strike: { what: "kmalloc", elsewhere: "never", isOwn: false } });

  it("is not broken by staying so where something fails", () => {
    expect(settled(scenario("a", own), scenario("b", finding("fixed")))[0]).toEqual(["pre-existing"]);
  });

  it("is, if it is no state but something that happens", () => {
    const leak = {
      invariant: "memory-leak",
      signature: "memory-leak: allocation 1 in gntdev_alloc_map",
    } as const;
    const results = settled(scenario("a", { ...own, ...leak }), scenario("b", finding("fixed", leak)));
    expect(results[0]).toEqual(["regressed"]);
  });
});

describe("one more of what happens to others anyway", () => {
  const mended = scenario(
    "c",
    finding("fixed", { signature: "p2m-view: granted page", invariant: "p2m-view" }),
  );

  it("was there before, if the patch mends something", () => {
    const both = scenario("a", finding("regressed"), finding("pre-existing"));
    expect(settled(both, mended)[0]).toEqual(["pre-existing", "pre-existing"]);
    expect(settled(both)[0]).toEqual(["regressed", "pre-existing"]);
  });

  it("is a regression in another step, by other functions, or with a line of the patch on the way", () => {
    for (const other of [{ step: 6 }, { stacks: by("gnttab_unmap_refs") }, { isOwn: true as const }]) {
      const both = scenario("a", finding("regressed", other), finding("pre-existing"));
      expect(settled(both, mended)[0]).toEqual(["regressed", "pre-existing"]);
    }
  });

  it("was there before, if both sides leave the page in another wrong state", () => {
    const own = scenario("a", finding("regressed", { isBesideOld: true }));
    expect(settled(own, mended)[0]).toEqual(["pre-existing"]);
    expect(settled(own)[0]).toEqual(["regressed"]);
  });

  it("was there before in another scenario too, if it is about what was wrong otherwise", () => {
    const own = finding("regressed", { isOfMended: true });
    const elsewhere = scenario("b", finding("pre-existing"));
    expect(settled(scenario("a", own), elsewhere, mended)[0]).toEqual(["pre-existing"]);
  });
});
