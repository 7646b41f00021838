// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from "node:fs";

/** A process that runs. */
export interface Member {
  readonly pid: number;
  readonly name: string;
  /** Resident, in MiB. */
  readonly megabytes: number;
  /** Seconds of processors that it and those that it has waited for have had. */
  readonly cpu: number;
}

/** Bytes of a page, in MiB, and what /proc counts times in; Linux on x86 has no others. */
const PAGE = 4096 / 2 ** 20;
const TICKS = 100;

/** @returns all processes of a session, those that have ended and were not waited for left out */
export function sessionOf(session: number): Member[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      let stat: string;
      try {
        stat = readFileSync(`/proc/${name}/stat`, "utf8");
      } catch {
        return [];
      }
      // the name may hold anything, brackets too
      const end = stat.lastIndexOf(")");
      const fields = stat.slice(end + 2).split(" ");
      if (Number(fields[3]) !== session || fields[0] === "Z") return [];
      const program = stat.slice(stat.indexOf("(") + 1, end);
      const ticks = fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0);
      return [{ pid: Number(name), name: program, megabytes: Number(fields[21]) * PAGE, cpu: ticks / TICKS }];
    });
}
