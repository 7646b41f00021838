// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from "node:child_process";
import { tell } from "./tell.ts";

/** Asks the desktop to open an address; says so where there is none that could. */
export function openBrowser(address: string): void {
  const failed = (): void => tell(`no browser could be opened: open ${address} yourself`);
  const child = spawn("xdg-open", [address], { stdio: "ignore", detached: true });
  child.on("error", failed);
  child.on("exit", (code) => {
    if (code !== 0) failed();
  });
  child.unref();
}
