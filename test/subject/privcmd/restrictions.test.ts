// SPDX-License-Identifier: GPL-2.0-only
import { describe, expect, it } from "vitest";
import { BREACHES, type Breach } from "../../../harness/subject/privcmd/restrictions.ts";
import { FakeRun, type Ioctl } from "./fake-run.ts";

const RESTRICT = { do: "privcmd-restrict", file: "f", domain: 1, refused: false };
const dmOp = (domain: number): object => {
  return {
    do: "privcmd-dm-op",
    file: "f",
    domain,
    buffers: [{ own: 0, bytes: 8 }],
    times: 1,
    refused: false,
  };
};
const HYPERCALL = { do: "privcmd-hypercall", file: "f", call: "xen_version", refused: false };

/** @param ioctl of the step after those that restrict */
function breaches(step: object, ioctl: Ioctl, before: readonly object[] = [RESTRICT]): readonly Breach[] {
  const run = new FakeRun();
  for (const one of before) run.do(one);
  run.ioctl = ioctl;
  run.do(step);
  return BREACHES.end(run.state, run.state.step);
}

const asks =
  (result: number): Ioctl =>
  (run) => {
    run.askXen();
    return result;
  };

describe("a file that is restricted", () => {
  it("may do for its domain what it likes", () => {
    expect(breaches(dmOp(1), asks(0))).toEqual([]);
    expect(breaches(dmOp(1), asks(-22))).toEqual([]);
  });

  it("is refused before Xen is asked for another domain, or for anything", () => {
    expect(breaches(dmOp(2), () => -1)).toEqual([]);
    expect(breaches(HYPERCALL, () => -1)).toEqual([]);
  });

  it("is past its restriction once Xen is asked, whatever Xen says", () => {
    expect(breaches(dmOp(2), asks(0))).toMatchObject([{ file: "f", allowed: 1, asked: 2 }]);
    expect(breaches(dmOp(2), asks(-22))).toMatchObject([{ file: "f", allowed: 1, asked: 2 }]);
    expect(breaches(HYPERCALL, asks(-38))).toMatchObject([{ allowed: 1, asked: null }]);
  });

  it("is held to the first domain that it was restricted to", () => {
    const again = [RESTRICT, { ...RESTRICT, domain: 2 }];
    expect(breaches(dmOp(2), asks(0), again)).toMatchObject([{ allowed: 1, asked: 2 }]);
  });
});

describe("a file that is not", () => {
  it("may do all", () => {
    expect(breaches(dmOp(2), asks(0), [])).toEqual([]);
    expect(breaches(HYPERCALL, asks(0), [])).toEqual([]);
  });

  it("is one whose restriction was refused", () => {
    const run = new FakeRun();
    run.ioctl = () => -14;
    run.do(RESTRICT);
    run.ioctl = asks(0);
    run.do(dmOp(2));
    expect(BREACHES.end(run.state, run.state.step)).toEqual([]);
  });
});
