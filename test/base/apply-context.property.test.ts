// SPDX-License-Identifier: GPL-2.0-only
import fc from "fast-check";
import { expect, test } from "vitest";
import { ApplyError } from "../../harness/base/apply/apply-error.ts";
import { applyFilePatch } from "../../harness/base/apply/apply-file-patch.ts";
import type { FilePatch } from "../../harness/patch/diff/file-patch.ts";
import { reverseFilePatch } from "../../harness/patch/diff/reverse-file-patch.ts";
import { parse } from "../support/check.ts";

/** Bodies have much in common, as those of drivers do. */
const statement = fc.constantFrom("\tret = brew(cup);", "\tif (ret)", "\t\tgoto out;", "", "out:", "\ti++;");
const body = fc.array(statement, { minLength: 4, maxLength: 14 });
const bodies = fc.array(body, { minLength: 2, maxLength: 5 });

const head = (n: number): string => `static int cup_${n}(struct cup *cup, int count)`;
const file = (all: readonly (readonly string[])[]): string[] =>
  all.flatMap((lines, n) => [head(n), "{", "\tint i, ret = 0;", "", ...lines, "\treturn ret;", "}", ""]);

/** One edit, with any context above and below. */
interface Edit {
  readonly before: readonly string[];
  readonly at: number;
  readonly removed: number;
  readonly added: readonly string[];
  readonly above: number;
  readonly below: number;
}

const edit: fc.Arbitrary<Edit> = fc
  .record({
    all: bodies,
    where: fc.nat(),
    inside: fc.nat(),
    removed: fc.nat(3),
    added: fc.array(fc.oneof(statement, fc.constantFrom("\tnew();", "\t}")), { maxLength: 3 }),
    above: fc.nat(8),
    below: fc.nat(8),
  })
  .map(({ all, where, inside, removed, ...rest }) => {
    const before = file(all);
    const n = where % all.length;
    const from = before.indexOf(head(n)) + 2;
    const length = all[n]!.length + 2;
    const at = from + (inside % length);
    return { ...rest, before, at, removed: Math.min(removed, from + length - at) };
  })
  .filter(({ before, at, removed, added }) => {
    const same = before.slice(at, at + removed).join("\n") === added.join("\n");
    return !same && removed + added.length > 0;
  });

function after({ before, at, removed, added }: Edit): string[] {
  return [...before.slice(0, at), ...added, ...before.slice(at + removed)];
}

/** The edit as a hunk that names what git would name. */
async function patchOf(
  { before, at, removed, added, above, below }: Edit,
  section = true,
): Promise<FilePatch> {
  const first = Math.max(0, at - above);
  const leading = before.slice(first, at);
  const old = before.slice(at, at + removed);
  const trailing = before.slice(at + removed, at + removed + below);
  const name = before.slice(0, first).findLast((line) => line.startsWith("static"));
  const range = (lines: number): string => `${lines === 0 ? first : first + 1},${lines}`;
  const rest = leading.length + trailing.length;
  const diff = [
    ...["--- a/x.c", "+++ b/x.c"],
    `@@ -${range(rest + old.length)} +${range(rest + added.length)} @@ ${section ? (name ?? "") : ""}`.trim(),
    ...leading.map((line) => ` ${line}`),
    ...old.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...trailing.map((line) => ` ${line}`),
    "",
  ];
  return (await parse(diff.join("\n"))).patches[0]!.files[0]!;
}

const text = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

test("an edit applies where it was made, whatever its context, and its reverse gives the file back", async () => {
  await fc.assert(
    fc.asyncProperty(edit, fc.boolean(), async (one, named) => {
      const patch = await patchOf(one, named);
      const forth = applyFilePatch(text(one.before), patch);
      expect(forth.text).toBe(text(after(one)));
      expect(forth.hunks[0]).toMatchObject({ offset: 0, fuzz: 0 });
      const back = applyFilePatch(text(after(one)), reverseFilePatch(patch));
      expect(back.text).toBe(text(one.before));
    }),
    { seed: 5, numRuns: 500 },
  );
});

test("what is made already is not made again, in this function or another", async () => {
  await fc.assert(
    fc.asyncProperty(edit, async (one) => {
      const done = after(one);
      // of lines that repeat, a place may have one more as well as it has these
      const from = Math.max(0, one.at - one.above);
      const to = one.at + one.removed + one.below;
      const isOpen = one.before.slice(from, to).every((line, i) => done[from + i] === line);
      fc.pre(!isOpen && one.above + one.below > 0);
      const patch = await patchOf(one);
      const again = () => applyFilePatch(text(done), patch);
      expect(again).toThrow(ApplyError);
    }),
    { seed: 6, numRuns: 500 },
  );
});

test("in a file that has moved it goes into its own function or nowhere", async () => {
  const inserted = fc.array(body, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(edit, inserted, async (one, more) => {
      const patch = await patchOf({ ...one, above: one.above + 1, below: one.below + 1 });
      const own = one.before.slice(0, one.at).filter((line) => line.startsWith("static")).length - 1;
      const top = more.flatMap((lines, n) => [`static int pot_${n}(int a)`, "{", ...lines, "}", ""]);
      let result: string;
      try {
        result = applyFilePatch(text([...top, ...one.before]), patch).text;
      } catch (error) {
        expect(error).toBeInstanceOf(ApplyError);
        return;
      }
      const others = (lines: readonly string[]): string =>
        text(lines)
          .split(/^(?=static )/m)
          .filter((part) => !part.startsWith(head(own)))
          .join("");
      expect(others(result.split("\n").slice(0, -1))).toBe(others([...top, ...one.before]));
    }),
    { seed: 7, numRuns: 500 },
  );
});
