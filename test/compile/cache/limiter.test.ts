// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from "vitest";
import { Limiter } from "../../../harness/compile/cache/limiter.ts";

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

test("no more jobs run at a time than are allowed, and all get done in order", async () => {
  const limiter = new Limiter(2);
  const done: number[] = [];
  let [running, most] = [0, 0];
  const job = async (n: number): Promise<void> => {
    most = Math.max(most, ++running);
    await later();
    done.push(n);
    running--;
  };
  for (const some of [
    [0, 1, 2],
    [3, 4, 5, 6],
  ]) {
    await Promise.all(some.map((n) => limiter.run(() => job(n))));
  }
  expect(most).toBe(2);
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("jobs of a lower rank are taken first, whenever they come", async () => {
  const limiter = new Limiter(1);
  const done: string[] = [];
  const job = (name: string) => async (): Promise<void> => {
    await later();
    done.push(name);
  };
  const [first, second] = [limiter.ranked(0), limiter.ranked(1)];
  const jobs = [
    second.run(job("running")),
    second.run(job("b1")),
    second.run(job("b2")),
    first.run(job("a")),
  ];
  await Promise.all(jobs);
  expect(done).toEqual(["running", "a", "b1", "b2"]);
});

test("a job that fails makes room for the next", async () => {
  const limiter = new Limiter(1);
  const failing = limiter.run(() => Promise.reject(new Error("spilt")));
  const next = limiter.run(() => Promise.resolve("poured"));
  await expect(failing).rejects.toThrow("spilt");
  expect(await next).toBe("poured");
});
