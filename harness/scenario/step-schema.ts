// SPDX-License-Identifier: GPL-2.0-only
import * as v from "valibot";

/*
 * The vocabulary of steps. A step says what somebody does: a process with /dev/xen/gntdev, kernel code with a mapping or
 * with the grant functions, or the other side (a granting domain, the hypervisor, bad luck). Names that a step gives
 * (`file`, `map`, `as`, `process`) are chosen by the scenario.
 */

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));
const nth = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
const small = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1023));
const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const offset = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4095)), 0);
const name = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/, "a name has letters, digits, - and _"));
const device = v.pipe(v.string(), v.regex(/^[\w/-]{1,64}$/, "a device has a name below /dev"));
const domain = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fef));
const process = v.optional(name, "p");

/** A page: of a grant mapping, of an op of the last api-map, or an ordinary one that backs nothing else. */
const page = v.union([
  v.strictObject({ map: name, page: small }),
  v.strictObject({ api: small }),
  v.strictObject({ ordinary: v.picklist(["lowmem", "highmem"]), index: small }),
]);

/** Where kernel code looks: at a page's own kernel address, or at the address that an earlier step got. */
const view = v.union([page, v.strictObject({ mapping: name })]);

/** A byte of the two pages that each process has to itself. */
const own = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8191));

/** An end of a copy: a place in a granted page, or in the process's own pages. */
const copyEnd = v.union([v.strictObject({ domain, ref: count, offset }), v.strictObject({ own })]);

const step = <Name extends string, Entries extends v.ObjectEntries>(verb: Name, entries: Entries) =>
  v.strictObject({ do: v.literal(verb), ...entries });

/** Every step there is, by level. */
export const stepSchema = v.variant("do", [
  // the granting domain, the hypervisor, bad luck
  step("grant", {
    domain,
    ref: count,
    frame: small,
    readonly: v.optional(v.boolean(), false),
    to: v.optional(domain, 0),
  }),
  step("end-access", { domain, ref: count }),
  step("peer-write", { domain, frame: small, offset, value: byte }),
  step("peer-read", { domain, frame: small, offset }),
  /** The result is how many events the backend has sent on a port so far. */
  step("peer-events", { port: small }),
  step("fail-op", {
    op: v.picklist(["map_grant_ref", "unmap_grant_ref", "copy"]),
    nth,
    status: v.pipe(v.number(), v.integer(), v.minValue(-13), v.maxValue(-1)),
  }),
  step("fail-hypercall", {
    call: v.picklist(["grant_table_op", "mmu_update", "update_va_mapping", "multicall", "event_channel_op"]),
    op: v.optional(name),
    nth,
    ret: v.pipe(v.number(), v.integer(), v.minValue(-4095), v.maxValue(-1)),
  }),
  /** A kernel function by its name, if the base has a service of that name; or `kmalloc`, `balloon`, `copy_from_user`. */
  step("fail", {
    point: v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,63}$/, "a point is the name of a kernel function")),
    nth,
  }),

  // a process with /dev/xen/gntdev
  /** The device by the name that its driver registers. */
  step("open", { process, file: name, device: v.optional(device, "xen/gntdev") }),
  step("map-grant-ref", {
    process,
    file: name,
    grants: v.pipe(v.array(v.tuple([domain, count])), v.minLength(1), v.maxLength(32)),
    map: name,
    count: v.optional(count),
    badPointer: v.optional(v.boolean(), false),
  }),
  step("mmap", {
    process,
    map: name,
    pages: v.optional(small),
    writable: v.optional(v.boolean(), true),
    shared: v.optional(v.boolean(), true),
  }),
  step("user-write", { map: name, page: small, offset, value: byte }),
  step("user-read", { map: name, page: small, offset }),
  step("munmap", { map: name, first: v.optional(small, 0), pages: v.optional(small) }),
  step("unmap-grant-ref", { map: name }),
  /** Asks for the mapping's first address, or for that of a page of it; -1 is the page below. Or for the process's own. */
  step("get-offset", {
    map: name,
    page: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(1023)), 0),
    own: v.optional(own),
  }),
  step("set-unmap-notify", {
    map: name,
    page: small,
    offset,
    clearByte: v.optional(v.boolean(), false),
    sendEvent: v.optional(v.boolean(), false),
    port: v.optional(small, 5),
  }),
  step("direct-io", {
    map: name,
    page: small,
    access: v.picklist(["read", "write"]),
    offset,
    value: v.optional(byte, 0),
  }),
  /** Memory of the process's own becomes an area of somebody else, as the kernel knows it: of another driver, say. */
  step("other-area", { process }),
  /** Direct I/O that is under way: somebody has a reference to the page until it ends, wherever the process goes. */
  step("hold-page", { map: name, page: small }),
  step("release-page", { map: name, page: small }),
  /** IOCTL_GNTDEV_GRANT_COPY. The result is the ioctl's error, or how many segments Xen refused. */
  step("grant-copy", {
    process,
    file: name,
    segments: v.pipe(
      v.array(
        v.strictObject({
          from: copyEnd,
          to: copyEnd,
          bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535)),
        }),
      ),
      v.minLength(1),
      v.maxLength(64),
    ),
  }),
  step("own-write", { process, own, value: byte }),
  step("own-read", { process, own }),
  step("close", { file: name }),
  step("exit", { process }),

  // kernel code with a mapping
  step("kmap", { page, as: v.optional(name) }),
  step("kunmap", { page }),
  step("kmap-atomic", { page, as: name }),
  step("kunmap-atomic", { mapping: name }),
  step("kmap-flush", {}),
  step("lazy-mmu", { enter: v.boolean() }),
  step("kernel-read", { at: view, offset }),
  step("kernel-write", { at: view, offset, value: byte }),
  step("set-pte", { at: view, page }),
  step("pte-clear", { at: view }),

  // kernel code with the grant functions
  step("api-map", {
    ops: v.pipe(
      v.array(
        v.strictObject({
          domain,
          ref: count,
          readonly: v.optional(v.boolean(), false),
          containsPte: v.optional(v.boolean(), true),
          page: v.optional(v.picklist(["lowmem", "highmem"]), "lowmem"),
        }),
      ),
      v.minLength(1),
      v.maxLength(32),
    ),
    kernelOps: v.optional(v.boolean(), true),
  }),
  step("api-unmap", { first: v.optional(small, 0), count: v.optional(small) }),
  step("add-override", {
    domain,
    frame: small,
    page,
    keepMapping: v.optional(v.boolean(), true),
    /** The grant that the kernel's own mapping is made with, where a side takes an op for it. */
    ref: v.optional(count, 0),
  }),
  step("remove-override", { page, keepMapping: v.optional(v.boolean(), true) }),
]);

/** One step of a scenario, defaults filled in. */
export type Step = v.InferOutput<typeof stepSchema>;
export type StepOf<Verb extends Step["do"]> = Extract<Step, { do: Verb }>;
export type CopyEnd = v.InferOutput<typeof copyEnd>;
export type PageRef = v.InferOutput<typeof page>;
export type ViewRef = v.InferOutput<typeof view>;
