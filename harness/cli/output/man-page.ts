// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from "commander";

/**
 * The manual page of a command line, as roff for `man -l`: what `--help` says of it and of its commands.
 *
 * @param version of the tool
 */
export function manPage(program: Command, version: string): string {
  const name = program.name();
  const blocks = helpBlocks(program);
  const about = program.description();
  return [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User Commands"`,
    ".SH NAME",
    `${name} \\- ${escaped(program.summary())}`,
    ".SH SYNOPSIS",
    `.B ${name}`,
    ".I command",
    "[option ...] [argument ...]",
    ".SH DESCRIPTION",
    escaped(about),
    ".SH OPTIONS",
    ...optionLines(program),
    ".SH COMMANDS",
    ...program.commands.flatMap((command) => commandLines(name, command)),
    ...blocks.flatMap(({ title, lines }) => [
      `.SH ${(SECTIONS[title] ?? title).toUpperCase()}`,
      ...asTyped(lines),
    ]),
    "",
  ].join("\n");
}

/** What manual pages call a part of the help. */
const SECTIONS: Readonly<Record<string, string>> = { "Exit codes": "exit status" };

function commandLines(program: string, command: Command): string[] {
  const args = command.registeredArguments.map((one) => {
    const text = `${one.name()}${one.variadic ? "..." : ""}`;
    return one.required ? text : `[${text}]`;
  });
  const told = command.registeredArguments.filter(({ description }) => description !== "");
  return [
    `.SS ${escaped([program, command.name(), "[option ...]", ...args].join(" "))}`,
    escaped(command.description()),
    ...told.flatMap((one) => [".TP", `.I ${escaped(one.name())}`, escaped(one.description)]),
    ...optionLines(command),
    // exit codes are the same for all
    ...helpBlocks(command)
      .filter(({ title }) => !(title in SECTIONS))
      .flatMap(({ title, lines }) => [".PP", `.B ${escaped(title)}:`, ...asTyped(lines)]),
  ];
}

function optionLines(command: Command): string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ flags, description }) => [".TP", `.B ${escaped(flags)}`, escaped(description)]);
}

/** A part of the help behind the options: `Examples:` and what comes below. */
interface HelpBlock {
  readonly title: string;
  readonly lines: readonly string[];
}

function helpBlocks(command: Command): HelpBlock[] {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  const blocks: { title: string; lines: string[] }[] = [];
  for (const line of text.slice(command.helpInformation().length).trim().split("\n")) {
    const [, title] = /^(\S.*):$/.exec(line) ?? [];
    if (title !== undefined) blocks.push({ title, lines: [] });
    else if (line !== "" || blocks.length > 0)
      (blocks.at(-1) ?? blocks[blocks.push({ title: "Notes", lines: [] }) - 1]!).lines.push(line);
  }
  return blocks;
}

/** Lines that keep their breaks and blanks. */
function asTyped(lines: readonly string[]): string[] {
  return [".PP", ".nf", ...lines.map(escaped), ".fi"];
}

/** Text that roff takes for nothing but text; a hyphen stays one that can be pasted. */
const escaped = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^(?=[.'])/gm, "\\&");
