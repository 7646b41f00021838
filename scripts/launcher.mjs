#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-only
// Becomes dist/hunkbox.js: runs the bundle beside it. What the engine compiled of it is kept with the build after the
// first run, which saves a tenth of the time of every later one; a Node that cannot use it compiles as ever.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

// a check runs for seconds: to optimise a function costs other threads more than it saves, unless much of it runs (an eighth
// of the processors' time; three times what Node 20 has). Set first, since what is kept is good for the same flags alone
if (process.version.startsWith("v20.")) setFlagsFromString("--interrupt-budget=200000");

const bundle = fileURLToPath(new URL("bundle.cjs", import.meta.url));
const kept = `${bundle}.${process.version}-${process.arch}.cache`;
const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
const wrapper = `(function (exports, require, module, __hunkbox_url) {${readFileSync(bundle, "utf8")}\n})`;
const script = new Script(wrapper, { filename: bundle, ...(cachedData === undefined ? {} : { cachedData }) });

// other commands compile but a part of it
if (process.argv[2] === "check" && (cachedData === undefined || script.cachedDataRejected === true)) {
  process.on("exit", () => {
    try {
      const own = `${kept}.${process.pid}`;
      writeFileSync(own, script.createCachedData());
      renameSync(own, kept);
    } catch {
      // a build that may not be written, or a full disk: it works without
    }
  });
}
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(bundle), module, import.meta.url);
