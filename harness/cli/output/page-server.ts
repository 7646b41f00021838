// SPDX-License-Identifier: GPL-2.0-only
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo } from "node:net";
import { ToolError } from "../../compile/toolchain/tool-error.ts";

const HOST = "127.0.0.1";

/** Of every answer: nothing may frame it, guess what it is, keep it, or be told of it. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** One page, for browsers on this machine. */
export class PageServer {
  readonly #server: Server;
  #page = "";

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request, response) => this.#answer(request, response));
  }

  /**
   * @param port 0 for any that is free
   * @throws ToolError if it cannot be had
   */
  static async open(port: number): Promise<PageServer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => reject(refused(port, error)));
      server.listen(port, HOST, resolve);
    });
    return new PageServer(server);
  }

  /** `http://127.0.0.1:40123/`. */
  get address(): string {
    return `http://${this.#name}/`;
  }

  get #name(): string {
    return `${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Serves a page until the process is told to end (Ctrl-C), or `close` is called. */
  async serve(page: string): Promise<void> {
    this.#page = page;
    const end = (): void => this.close();
    const ended = new Promise<void>((resolve) => this.#server.once("close", resolve));
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
    await ended;
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, end);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const status = this.#statusOf(request);
    const [type, text] = status === 200 ? ["html", this.#page] : ["plain", `${STATUS_CODES[status]}\n`];
    response.writeHead(status, { ...HEADERS, "content-type": `text/${type}; charset=utf-8` });
    response.end(request.method === "HEAD" ? "" : text);
  }

  #statusOf({ headers, method, url }: IncomingMessage): 200 | 404 | 405 | 421 {
    const port = this.#name.slice(HOST.length);
    // a page from elsewhere may bring a browser here by a name of its own
    if (![`${HOST}${port}`, `localhost${port}`].includes(headers.host ?? "")) return 421;
    if (method !== "GET" && method !== "HEAD") return 405;
    return url?.split("?")[0] === "/" ? 200 : 404;
  }
}

function refused(port: number, error: NodeJS.ErrnoException): ToolError {
  const why =
    error.code === "EADDRINUSE"
      ? "something else listens there"
      : error.code === "EACCES"
        ? "it takes more rights"
        : error.message;
  const where = port === 0 ? `on ${HOST}` : `on ${HOST}:${port}`;
  return new ToolError(
    `cannot serve the page ${where}: ${why}`,
    "choose another --port, or write it with --out FILE",
  );
}
