// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Base } from "../base.ts";
import { BaseError } from "../base-error.ts";
import { holdLock } from "../tree/hold-lock.ts";
import { openTree } from "../tree/open-tree.ts";
import { treeBase } from "../tree/tree-base.ts";
import type { TreeStore } from "../tree/tree-store.ts";
import { aptPackage } from "./apt-package.ts";
import { downloadDebian } from "./download-debian.ts";
import { unpackDebian } from "./unpack-debian.ts";

/** What is asked of Debian. */
export interface DebianBaseOptions {
  readonly kconfig: string | null;
  readonly store: TreeStore;
  /** Told what takes time, and what the user should know. */
  readonly tell: (text: string) => void;
}

/** Raised when other parts are unpacked. */
const LAYOUT = "1";

/**
 * A Debian kernel's source as a base: downloaded with apt-get and unpacked in part, once a version; never installed.
 *
 * @param name of the package: `linux-source-6.1`
 * @throws BaseError if there is no such package, or it can be neither fetched nor found from an earlier time
 */
export async function debianBase(name: string, options: DebianBaseOptions): Promise<Base> {
  if (!/^linux-source-[0-9.]+$/.test(name)) {
    throw new BaseError(
      `${JSON.stringify(name)} is not the name of a kernel source package`,
      "give one like linux-source-6.1; apt-cache search ^linux-source- lists them",
    );
  }
  const { store, kconfig } = options;
  const key = await unpackedVersion(name, options);
  const version = key.split("_")[1] ?? "";
  const tree = openTree(join(store.dir, key, "linux"), {
    from: `(${name} ${version})`,
    identity: key,
    kconfig,
  });
  return treeBase(tree, {
    missingFileHint: `hunkbox unpacks only what Xen code for x86 needs of ${name}; unpack all of it yourself and give --tree`,
  });
}

/** @returns the key of the store's entry that holds the newest version that can be had */
async function unpackedVersion(name: string, { store, tell }: DebianBaseOptions): Promise<string> {
  const latest = await aptPackage(name, store);
  if ("missing" in latest) {
    const old = newestUnpacked(name, store);
    if (old === null) throw noPackage(name, latest.missing);
    const why = latest.missing === "apt-get" ? "there is no apt-get here" : "apt does not know the package";
    tell(`${why}: taking ${versionOf(old)} of ${name}, unpacked earlier`);
    return old;
  }
  const key = keyOf(latest.file);
  if (isThere(store, key)) return key;
  const waiting = (): void => tell(`waiting for another hunkbox that unpacks ${name}`);
  return await holdLock(join(store.dir, `lock-${key}`), waiting, async () => {
    if (isThere(store, key)) return key;
    const scratch = store.scratch();
    try {
      tell(`downloading ${name} (${Math.ceil(latest.bytes / 1e6)} MB)`);
      const deb = await downloadDebian(name, scratch);
      tell(`unpacking ${name} in part (about 15 s)`);
      await unpackDebian(deb, name, join(scratch, "linux"));
      rmSync(deb);
      store.adopt(key, scratch, ["linux"]);
      return key;
    } catch (error) {
      const old = error instanceof BaseError ? newestUnpacked(name, store) : null;
      if (old === null) throw error;
      tell(`${(error as BaseError).message}: taking version ${versionOf(old)}, unpacked earlier`);
      return old;
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
}

const keyOf = (file: string): string => `tree-${file.replace(/_all\.deb$/, "")}_${LAYOUT}`;
const versionOf = (key: string): string => key.split("_")[1] ?? "";
/** If it is there, it stays. */
const isThere = (store: TreeStore, key: string): boolean =>
  store.hold(key, join("linux", "Makefile")) !== null;

function newestUnpacked(name: string, store: TreeStore): string | null {
  const keys = readdirSync(store.dir).filter(
    (key) => key.startsWith(`tree-${name}_`) && key.endsWith(`_${LAYOUT}`),
  );
  const byVersion = new Intl.Collator("en", { numeric: true });
  return keys.sort((a, b) => byVersion.compare(b, a)).find((key) => isThere(store, key)) ?? null;
}

function noPackage(name: string, missing: "apt-get" | "package"): BaseError {
  if (missing === "package") {
    return new BaseError(
      `apt knows no package ${name}`,
      "run apt-get update; apt-cache search ^linux-source- lists what there is (only on Debian and its like)",
    );
  }
  return new BaseError(
    `cannot fetch ${name}: there is no apt-get here`,
    "--debian needs Debian; elsewhere give an unpacked tree with --tree, or a clone with --git",
  );
}
