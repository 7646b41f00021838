// SPDX-License-Identifier: GPL-2.0-only
import type { Format } from "./format.ts";
import { markdownPage } from "./markdown/markdown-page.ts";

/** GitHub takes 65536 characters; GitLab and Gitea take more. */
const MOST = 65_000;

/** What a maintainer has to know, as a comment of a pull request. */
export const markdown: Format = {
  name: "markdown",
  what: "Markdown, for a comment of a pull request",
  needsTraces: false,
  render: (report) => markdownPage(report, MOST),
};
