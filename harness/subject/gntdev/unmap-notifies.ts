// SPDX-License-Identifier: GPL-2.0-only
import type { Guest } from "../../guest/guest.ts";
import { type GrantedPage, isGranted, type MappedPage } from "../run/mapped-page.ts";
import type { UnmapNotice } from "./unmap-notice.ts";

/** What a process asked to be done when its mapping goes (IOCTL_GNTDEV_SET_UNMAP_NOTIFY). */
export interface NotifyRequest {
  readonly page: number;
  /** In the page, in bytes. */
  readonly offset: number;
  readonly clearByte: boolean;
  readonly sendEvent: boolean;
  readonly port: number;
}

/** A grant mapping, as far as requests go. */
interface Mapping {
  readonly pages: readonly MappedPage[];
}

interface Armed {
  readonly request: NotifyRequest;
  readonly page: GrantedPage;
  wasMapped: boolean;
  /** The byte was looked at. */
  isDone: boolean;
}

/** What is to be done when mappings go, and whether it was done. A mapping has one request: a later one takes its place. */
export class UnmapNotifies {
  readonly #guest: Guest;
  readonly #armed = new Map<Mapping, Armed>();
  /** Events that were sent before the first request, by port. */
  readonly #sentBefore = new Map<number, number>();
  readonly #notices: UnmapNotice[] = [];

  constructor(guest: Guest) {
    this.#guest = guest;
  }

  /** The kernel has accepted a request. */
  arm(map: Mapping, request: NotifyRequest): void {
    const page = map.pages[request.page];
    if (page === undefined || !isGranted(page) || (!request.clearByte && !request.sendEvent)) {
      this.#armed.delete(map);
      return;
    }
    const { port } = request;
    if (!this.#sentBefore.has(port)) this.#sentBefore.set(port, this.#sent(port));
    this.#armed.set(map, { request, page, wasMapped: page.mapped, isDone: false });
  }

  /** Looks at the byte of each page that has just gone. @param step whose end it is */
  look(step: number): void {
    for (const one of this.#armed.values()) {
      const { request, page } = one;
      if (page.mapped) one.wasMapped = true;
      if (page.mapped || !one.wasMapped || one.isDone || !request.clearByte) continue;
      one.isDone = true;
      const byte = this.#guest.machine.frames.read(page.mfn, request.offset);
      this.#notices.push({ kind: "byte", step, map: page.map, page: page.page, pfn: page.pfn, byte });
    }
  }

  /** Everything is closed: each event that was asked for has been sent. @returns all that was looked at */
  end(step: number): readonly UnmapNotice[] {
    const asked = new Map<number, number>();
    for (const { request } of this.#armed.values())
      if (request.sendEvent) asked.set(request.port, (asked.get(request.port) ?? 0) + 1);
    for (const [port, wanted] of asked) {
      const sent = this.#sent(port) - (this.#sentBefore.get(port) ?? 0);
      this.#notices.push({ kind: "event", step, port, wanted, sent });
    }
    return this.#notices;
  }

  #sent(port: number): number {
    return this.#guest.hypervisor.context.sent.get(port) ?? 0;
  }
}
