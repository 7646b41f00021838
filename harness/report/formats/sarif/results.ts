// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from "node:crypto";
import type { CodeFlow, Location, Result } from "sarif";
import { shortened } from "../../../base/shortened.ts";
import type { GateFinding, GatePatch } from "../../../gate/gate-report.ts";
import type { Frame } from "../../../guest/stack.ts";
import { buildText } from "../../told/build-text.ts";
import { findingText } from "../../told/finding-text.ts";
import { followsFrom } from "../../told/follows-from.ts";
import { legible } from "../../told/legible.ts";
import { problemText } from "../../told/problem-text.ts";
import { sentence } from "../../told/sentence.ts";
import { type ToldBuild, type ToldProblem, tellPatch } from "../../told/tell-patch.ts";
import { seenText } from "../seen-text.ts";
import { BUILD_RULE } from "./rules.ts";

/**
 * Results of one patch: build errors, then each problem with what follows from it, then what is accepted.
 *
 * @param name of the patch, for series
 */
export function sarifResults(patch: GatePatch, name: string): Result[] {
  const { builds, problems, accepted } = tellPatch(patch);
  return [
    ...builds.map((one) => buildResult(one, patch, name)),
    ...problems.flatMap((one) => [
      resultOf(one.head, problemText(one), patch, name, one),
      ...one.follows.map((finding) => {
        const text = `${followsFrom(one)} ${ownText(finding)}`;
        return resultOf(finding, text, patch, name, one);
      }),
    ]),
    ...accepted.map((finding) => resultOf(finding, ownText(finding), patch, name, null)),
  ];
}

const ownText = (finding: GateFinding): string =>
  `${sentence(findingText(finding))} ${sentence(`seen in ${seenText(finding)}`)}`;

function buildResult(build: ToldBuild, patch: GatePatch, name: string): Result {
  const { file, line, side, configs, message } = build;
  const place = file === "" ? firstHunk(patch) : [locationOf(file, line, "")];
  const print = createHash("sha256").update(`${side}\n${file}\n${message}`).digest("hex").slice(0, 32);
  return {
    ruleId: BUILD_RULE,
    level: "error",
    message: { text: legible(sentence(buildText(build))) },
    locations: place,
    partialFingerprints: { "hunkboxBuild/v1": print },
    properties: { side, configs: [...configs], patch: legible(name) },
  };
}

function resultOf(
  finding: GateFinding,
  text: string,
  patch: GatePatch,
  name: string,
  problem: ToldProblem | null,
): Result {
  const { invariant, fingerprint, stacks, policy, signature, unreached } = finding;
  const related = stacks.flatMap(({ what, frames }) =>
    what === "here"
      ? []
      : frames.slice(0, 1).map((frame) => ({ frame, text: `the object was ${what} here` })),
  );
  const flows = stacks.filter(({ frames }) => frames.length > 0).map(flowOf);
  return {
    ruleId: invariant,
    level: "error",
    baselineState: "new",
    message: { text: legible(text) },
    locations: locationsOf(finding, patch),
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map(({ frame, text: what }, i) => {
            return { id: i + 1, ...frameLocation(frame), message: { text: what } };
          }),
        }),
    ...(flows.length === 0 ? {} : { codeFlows: flows }),
    partialFingerprints: { "hunkboxSignature/v1": fingerprint },
    ...(policy === null
      ? {}
      : {
          suppressions: [
            {
              kind: "external" as const,
              status: "accepted" as const,
              justification: legible(policy.reason),
            },
          ],
        }),
    properties: {
      signature: legible(signature),
      class: finding.class,
      ...(problem === null ? {} : { problem: problem.number, headline: legible(problem.headline) }),
      patch: legible(name),
      ...(unreached ? { beyond: "the before side gets no further" } : {}),
    },
  };
}

const FLOWS = {
  here: "how the kernel came there",
  allocated: "where the object was allocated",
  freed: "where the object was freed",
} as const;

/** A stack, outermost caller first, as a reader steps through it. */
function flowOf({ what, frames }: GateFinding["stacks"][number]): CodeFlow {
  const locations = frames.toReversed().map((frame) => ({ location: frameLocation(frame) }));
  return { message: { text: FLOWS[what] }, threadFlows: [{ locations }] };
}

const frameLocation = ({ file, line, function: name }: Frame): Location => {
  return { ...locationOf(file, line, name), message: { text: legible(name) } };
};

/** What no line of C brought about is said of the patch's first hunk. */
const locationsOf = ({ place }: GateFinding, patch: GatePatch): Location[] =>
  place.line > 0 ? [locationOf(place.file, place.line, place.function)] : firstHunk(patch);

const firstHunk = ({ hunks: [hunk] }: GatePatch): Location[] =>
  hunk === undefined ? [] : [locationOf(hunk.file, hunk.newLine, "")];

function locationOf(file: string, line: number, name: string): Location {
  const uri = shortened(file, 1000).toWellFormed().split("/").map(encodeURIComponent).join("/");
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: "SRCROOT" },
      region: { startLine: Math.max(1, line) },
    },
    ...(name === "" ? {} : { logicalLocations: [{ name: legible(name), kind: "function" }] }),
  };
}
