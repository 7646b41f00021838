// SPDX-License-Identifier: GPL-2.0-only
import { buildText } from "./build-text.ts";
import { runsText } from "./runs-text.ts";
import type { Told } from "./tell-patch.ts";

/** All that is told of a patch, one line each: `problem 1`, and what it is. For formats that have tests, and no place for problems. */
export function toldList({ builds, problems, accepted, mended }: Told): [string, string][] {
  return [
    ...builds.map((one, i): [string, string] => {
      const where = one.file === "" ? "" : `${one.file}:${one.line}: `;
      return [`build error ${i + 1}`, `${where}${buildText(one)}`];
    }),
    ...problems.map((one): [string, string] => [
      `problem ${one.number}`,
      `${one.headline} (${runsText(one)})`,
    ]),
    ...accepted.map(({ signature }, i): [string, string] => [`accepted ${i + 1}`, signature]),
    ...mended.map((one): [string, string] => [`mended ${one.number}`, `${one.headline} (${runsText(one)})`]),
  ];
}
