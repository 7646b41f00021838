// SPDX-License-Identifier: GPL-2.0-only
import { beforeAll, describe, expect, it } from "vitest";
import type { Base } from "../../../harness/base/base.ts";
import { shapeTree } from "../../support/shape-tree.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { toldOfClose } from "../../support/told-of-close.ts";

/** An event, and work that may bring it. */
const KETTLE = `#include <linux/completion.h>
#include <linux/workqueue.h>

static struct completion brewed;
static struct work_struct kettle;

static void boil(struct work_struct *work)
{
	complete(&brewed);
}

static void boil_again(struct work_struct *work)
{
	schedule_work(work);
}

`;
const WAIT = "wait_for_completion(&brewed);";
const HANG = "hang: waits for a completion that nobody is left to signal";

describe("kernel code that waits", () => {
  const dir = tempDir();
  let base: Base;
  beforeAll(async () => {
    base = await shapeTree(dir);
  });

  const toldOf = (...statements: string[]): Promise<string[]> =>
    toldOfClose(base, dir, KETTLE, ["init_completion(&brewed);", "kettle.func = boil;", ...statements]);

  it("goes on where the event has come", async () => {
    expect(await toldOf("complete(&brewed);", WAIT)).toEqual([]);
  });

  it("takes a completion for each wait", async () => {
    expect(await toldOf("complete(&brewed);", WAIT, WAIT)).toContain(HANG);
  });

  it("never comes back where nobody is left who could bring it", async () => {
    expect(await toldOf(WAIT)).toContain(HANG);
  });

  it("gives up after a while, if it was told to", async () => {
    expect(await toldOf("wait_for_completion_timeout(&brewed, 10);")).toEqual([]);
  });

  it("lets work run that was queued", async () => {
    expect(await toldOf("schedule_work(&kettle);", WAIT)).toEqual([]);
  });

  it("does not wait for ever on work that queues itself anew", async () => {
    const again = ["kettle.func = boil_again;", "schedule_work(&kettle);", WAIT];
    expect(await toldOf(...again)).toContain(HANG);
  });
});
