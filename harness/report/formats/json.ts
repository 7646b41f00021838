// SPDX-License-Identifier: GPL-2.0-only
import type { GatePatch } from "../../gate/gate-report.ts";
import { jsonText } from "../json-text.ts";
import type { Format } from "./format.ts";

/** Version of the shape; raised when a field changes its meaning or goes. */
const SCHEMA = 1;

/** The whole report but its traces, which only pages show. */
export const json: Format = {
  name: "json",
  what: "all that is known, for tools of your own",
  needsTraces: false,
  render: ({ patches, whole, ...report }) => {
    const plain = ({ traces: _, ...patch }: GatePatch) => patch;
    const all = { patches: patches.map(plain), whole: whole === null ? null : plain(whole) };
    return jsonText({ schema: SCHEMA, ...report, ...all });
  },
};
