// SPDX-License-Identifier: GPL-2.0-only

/**
 * Points of the kernel that can be made to fail, each by a name: a kernel function's, or what many of them come down to
 * (`kmalloc`, `balloon`). Whoever plans a run decides which use fails; nobody is asked while nothing is planned.
 */
export class Faults {
  /** Asked at each use of a point. @returns true if it is to fail this time */
  onUse: ((point: string) => boolean) | null = null;

  reset(): void {
    this.onUse = null;
  }

  /** A point is reached. @returns true if it is to fail this time */
  hit(point: string): boolean {
    return this.onUse?.(point) ?? false;
  }
}
