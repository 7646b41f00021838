#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// Holds csrc/ (or the files named) to .clang-format: lists what it would change and ends with 1, or changes it with
// --write.
//
// A file with slots (`#pragma hunk N`) is no C of its own: a slot may stand for the head of a function or the end of a
// comment. So it is formatted with the reference patch's old lines in its slots, and what clang-format would do to
// those is dropped: they are the kernel's.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSeries } from "../dist/harness/patch/parse-series.js";

const REFERENCE = "patches/xen-modify-kernel-mappings-2011.mbox";
const program = process.env.CLANG_FORMAT ?? "clang-format";
const write = process.argv.includes("--write");
const named = process.argv.slice(2).filter((arg) => arg !== "--write");

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const hunks = await readHunks();
let wrong = 0;
for (const path of named.length > 0 ? named : listFiles("csrc")) {
  const text = readFileSync(path, "latin1");
  const parts = split(path, text);
  const formatted = format(path, parts);
  if (formatted === text) continue;
  wrong++;
  if (write) writeFileSync(path, formatted, "latin1");
  else console.log(`${path}:${firstDifference(text, formatted)}: not as clang-format writes it`);
}
if (wrong > 0 && !write) {
  console.log(`${wrong} file${wrong === 1 ? "" : "s"} of csrc/ to format: make format`);
  process.exitCode = 1;
}

/** The old lines of the reference patch, by file and hunk. */
async function readHunks() {
  const series = await parseSeries(readFileSync(REFERENCE), REFERENCE);
  const files = series.patches.flatMap((patch) => patch.files);
  const old = (hunk) => hunk.lines.filter(({ op }) => op !== "+").map(({ text }) => text);
  return new Map(files.map((file) => [`csrc/miniature/${file.oldPath}`, file.hunks.map(old)]));
}

/** Our own text, and the hunks between: `slot` is the line that stands for one. */
function split(path, text) {
  const parts = [{ slot: null, text: "" }];
  for (const line of text.split(/(?<=\n)/)) {
    const number = /^#pragma hunk (\d+)\n$/.exec(line)?.[1];
    if (number === undefined) parts.at(-1).text += line;
    else {
      const lines = hunks.get(path)?.[Number(number) - 1];
      if (lines === undefined) throw new Error(`${path}: ${REFERENCE} has no hunk ${number} for it`);
      parts.push({ slot: line, text: lines.map((old) => `${old}\n`).join("") }, { slot: null, text: "" });
    }
  }
  return parts;
}

function format(path, parts) {
  const wanted = replacements(path, parts.map((part) => part.text).join(""));
  let out = "";
  let start = 0;
  for (const part of parts) {
    const end = start + part.text.length;
    out +=
      part.slot ??
      replace(
        part.text,
        start,
        wanted.filter((one) => start <= one.from && one.to <= end),
      );
    start = end;
  }
  return out;
}

function replace(text, start, wanted) {
  let out = "";
  let done = 0;
  for (const { from, to, text: insert } of wanted) {
    out += text.slice(done, from - start) + insert;
    done = to - start;
  }
  return out + text.slice(done);
}

/** What clang-format would replace, in order. */
function replacements(path, input) {
  const run = spawnSync(program, [`--assume-filename=${path}`, "--output-replacements-xml"], {
    input: Buffer.from(input, "latin1"),
    encoding: "latin1",
  });
  if (run.error !== undefined) throw new Error(`${program} does not run: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`${program} ${path}: ${run.stderr}`);
  const entity = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
  const plain = (xml) =>
    xml.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) => (code ? String.fromCharCode(code) : entity[name]));
  return [...run.stdout.matchAll(/<replacement offset='(\d+)' length='(\d+)'>(.*?)<\/replacement>/gs)].map(
    ([, offset, length, text]) => ({
      from: Number(offset),
      to: Number(offset) + Number(length),
      text: plain(text),
    }),
  );
}

function firstDifference(a, b) {
  const theirs = b.split("\n");
  return a.split("\n").findIndex((line, i) => line !== theirs[i]) + 1;
}

function listFiles(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[ch]$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
