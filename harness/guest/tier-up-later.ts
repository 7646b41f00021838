// SPDX-License-Identifier: GPL-2.0-only
import { setFlagsFromString } from "node:v8";

/** Node 20 optimises a function of WebAssembly after this much work of it; later versions wait of themselves. */
const BUDGET_OF_NODE_20 = 1_800_000;
const OURS = 10 * BUDGET_OF_NODE_20;

let isDone = false;

/**
 * A module runs for some milliseconds a scenario, and there are many: what the engine spends on optimising them early it seldom
 * gets back (3 % of a check's time, 7 % of the processors').
 */
export function tierUpLater(): void {
  if (isDone || !process.version.startsWith("v20.")) return;
  isDone = true;
  const setBudget = (budget: number): void => setFlagsFromString(`--wasm-tiering-budget=${budget}`);
  setBudget(OURS);
  // what the launcher keeps of the command's own compiled code is good for a process with the same flags
  process.prependListener("exit", () => setBudget(BUDGET_OF_NODE_20));
}
