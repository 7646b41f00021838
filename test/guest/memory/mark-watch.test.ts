// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from "vitest";
import type { LoadedModule } from "../../../harness/guest/loaded-module.ts";
import type { Balloon } from "../../../harness/guest/memory/balloon.ts";
import { MarkWatch } from "../../../harness/guest/memory/mark-watch.ts";
import type { LiveHandle } from "../../../harness/hypervisor/grants/live-handle.ts";
import { Trace } from "../../../harness/machine/trace.ts";
import { grantOp, PAGE } from "../../judge/run-record.ts";

const live = (granter: number, ref: number): LiveHandle => ({ granter, ref }) as LiveHandle;

/** What is told of a page that is marked for domain 1's ref 8, or not at all, when the kernel is about to unmap. */
function told(isMarked: boolean, grants: readonly LiveHandle[], earlier: readonly number[] = []): string[] {
  const trace = new Trace();
  for (const status of earlier) trace.emit(grantOp("map_grant_ref", { status, input: { dom: 1, ref: 8 } }));
  const balloon = { taken: new Set([PAGE]) } as unknown as Balloon;
  const loaded = {
    ...{ has: () => true, peek: () => 0, address: () => 0 },
    u32: Uint32Array.of(isMarked ? 1 : 0, 1, 8),
  } as unknown as LoadedModule;
  const marks = new MarkWatch(loaded, trace, balloon);
  marks.lookAtUnmap(grants);
  marks.lookAtUnmap(grants);
  return trace.events.flatMap((event) => (event.kind === "rule" ? [`${event.rule}: ${event.text}`] : []));
}

it("a page that is marked for a grant that was never mapped is told, once", () => {
  const text = "foreign-page: pfn 0x120 is marked foreign, for domain 1's ref 8, which was never mapped";
  expect(told(true, [])).toEqual([text]);
  expect(told(true, [live(8, 1), live(1, 9)])).toEqual([text]);
  expect(told(true, [], [-1])).toEqual([text]);
});

it("a page without a mark, with one of a grant that is mapped, or that was, is not", () => {
  expect(told(false, [])).toEqual([]);
  expect(told(true, [live(1, 8)])).toEqual([]);
  expect(told(true, [], [0])).toEqual([]);
});
