// SPDX-License-Identifier: GPL-2.0-only
// Prints `N passed, N failed` from Vitest's JSON. A file that could not be loaded counts as one failed test, and so
// does a run that left no results.
import { readFileSync } from "node:fs";

let passed = 0;
let failed = 0;
try {
  const { testResults } = JSON.parse(readFileSync(process.argv[2], "utf8"));
  for (const { status, assertionResults } of testResults) {
    const count = (wanted) => assertionResults.filter((one) => one.status === wanted).length;
    passed += count("passed");
    failed += count("failed");
    if (status === "failed" && count("failed") === 0) failed++;
  }
  if (testResults.length === 0) failed = 1;
} catch {
  failed = 1;
}
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
