// SPDX-License-Identifier: GPL-2.0-only
import type { Format } from "./format.ts";
import { markdownPage } from "./markdown/markdown-page.ts";

/** A step's summary may have 1 MiB, of bytes. */
const MOST = 340_000;

/** A page in Markdown, for the summary of a job: as the comment, with room for more. */
export const githubSummary: Format = {
  name: "github-summary",
  what: "Markdown, for the summary of a GitHub job",
  needsTraces: false,
  render: (report) => markdownPage(report, MOST),
};
