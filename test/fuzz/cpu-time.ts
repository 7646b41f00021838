// SPDX-License-Identifier: GPL-2.0-only

/** Milliseconds that this process has worked: on a busy machine, much more time goes by. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
