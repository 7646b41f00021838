// SPDX-License-Identifier: GPL-2.0-only
import { Command } from "commander";
import { expect, it } from "vitest";
import { manPage } from "../../../harness/cli/output/man-page.ts";

function program(): Command {
  const made = new Command("tool").summary("does things").description("Does it with a \\ and a -dash.");
  made
    .command("run")
    .description(".starts with a dot")
    .argument("<file...>", "what to run")
    .option("-x, --exact <n>", "how 'exact'")
    .addHelpText("after", "\nExamples:\n  tool run --exact 3\n\nExit codes:\n  0  fine");
  return made.addHelpText("after", "\nExit codes:\n  0  fine\n  1  not");
}

it("a command line becomes roff, of which every text stays as it is", () => {
  expect(manPage(program(), "1.2.3").split("\n")).toEqual([
    '.TH TOOL 1 "" "tool 1.2.3" "User Commands"',
    ...[".SH NAME", "tool \\- does things", ".SH SYNOPSIS", ".B tool", ".I command"],
    ...["[option ...] [argument ...]", ".SH DESCRIPTION", "Does it with a \\e and a \\-dash."],
    ...[".SH OPTIONS", ".TP", ".B \\-h, \\-\\-help", "display help for command"],
    ...[".SH COMMANDS", ".SS tool run [option ...] file...", "\\&.starts with a dot"],
    ...[".TP", ".I file", "what to run", ".TP", ".B \\-x, \\-\\-exact <n>", "how 'exact'"],
    ...[".TP", ".B \\-h, \\-\\-help", "display help for command"],
    ...[".PP", ".B Examples:", ".PP", ".nf", "  tool run \\-\\-exact 3", "", ".fi"],
    ...[".SH EXIT STATUS", ".PP", ".nf", "  0  fine", "  1  not", ".fi", ""],
  ]);
});
