// SPDX-License-Identifier: GPL-2.0-only
import type { VerdictName } from "../../../judge/verdict/verdict.ts";
import type { WordText } from "../word-text.ts";

/** How a check ends. The exit code of each is in EXIT_CODES. */
export const VERDICT_WORDS: Readonly<Record<VerdictName, WordText>> = {
  pass: {
    brief: "OK: nothing regressed",
    means: `Nothing that held before is broken after, within the bounds that the last line of the report gives: so many scenario runs and configurations, and those changed lines that ran. Of changed lines that are listed as never run, it says nothing.

It is never said of a change of which nothing ran, unless both sides compile to the same code.`,
    see: ["same-code", "not-exercised"],
  },
  fail: {
    brief: "NOT OK: something regressed, or a result is unexplained",
    means: `A rule that held before is broken after, or a call returns another result and nothing accounts for it. The report begins with the problem that needs no injected fault and is seen in most runs.

"hunkbox explain N" tells all of problem N; "hunkbox trace" shows both sides of one run of it.`,
    see: ["regressed", "unexplained", "problem"],
  },
  "does-not-apply": {
    brief: "the patch does not parse or apply, or bad command line",
    means: `The mail holds no patch that can be read, a hunk fits nowhere in the base, or the command line names something that does not exist: scenario, option, file. The message says which, where, and what to do.

"hunkbox inspect" shows what a mail holds and where its hunks go. A patch for another kernel needs --tree, --git or --debian.`,
  },
  "does-not-build": {
    brief: "NOT OK: a side does not compile in a configuration",
    means: `The before or the after side does not compile in some configuration. The others are judged all the same. This comes before fail, as it leaves a configuration unjudged.

The error is the compiler's, at the patch's line. On a kernel tree, an x86 compiler has the last word, with the tree's own headers.`,
  },
  "not-comparable": {
    brief: "CANNOT TELL: some of it could not be run",
    means: `A scenario came to a kernel function that nobody models here, a configuration that was asked for cannot run, or a side could not be built to look for memory errors. Nothing regressed in what did run.

The report says which function or configuration it was. A policy may tolerate some such runs (bounds: not-comparable).`,
    see: ["unmodelled", "unavailable", "left-out", "runs-differ", "policy"],
  },
  "not-exercised": {
    brief: "CANNOT TELL: no scenario runs what the patch changes",
    means: `The code of the two sides differs, and no changed line and no function whose code changed ran. So nothing is known of the patch, and it is no pass.

The report names what would have to run, or the #ifdef that leaves the change out (--kconfig takes a .config that brings it in). A scenario of your own may reach it: --scenario FILE.`,
    see: ["scenario"],
  },
  "tool-failed": {
    brief: "hunkbox itself failed: no compiler, no space, a bug",
    means: `Nothing is known of the patch. The message says what was missing. "hunkbox --version --verbose" shows which compiler is used; HUNKBOX_DEBUG=1 shows where in the tool an error comes from.`,
  },
};
