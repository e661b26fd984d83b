import { type Busy, busyOf } from "@codecraft/api/busy";
import { explain } from "@codecraft/api/errors";
import type { Run, RunStatus } from "@codecraft/api/types";
import { closeSocket } from "@codecraft/collab/socket";
import { api } from "@/api/client";
import { openSocket } from "@/lib/socket";

export interface TerminalSize {
  rows: number;
  columns: number;
}

/** The program, and the size of the terminal it gets. */
export interface TerminalRequest {
  language: string;
  source: string;
  answerId?: string;
  args?: string[];
  env?: Record<string, string>;
  compilerFlags?: string[];
  terminal: TerminalSize;
}

/**
 *   idle → asked → queued → compiling → running → one of the ends in RunStatus → asked …
 *                → refused                         the server did not take it; detail says why
 */
export interface TerminalView {
  status: "idle" | "asked" | "refused" | RunStatus;
  isConnected: boolean;
  isReadOnly: boolean;
  detail: string;
  /** Another who shares the terminal and has typed just now; empty when nobody has. */
  typist: string;
  /** What it was started with: one that is shared keeps it. */
  size?: TerminalSize;
  /** It was refused for want of room, and when there may be. */
  busy?: Busy;
  end?: End;
}

type End = Pick<
  Run,
  "status" | "exitCode" | "signal" | "detail" | "cpuTimeMs" | "wallTimeMs" | "memoryKb" | "compileOutput"
>;

type Control =
  | { type: "hello"; readOnly: boolean; from: number; rows?: number; columns?: number }
  | { type: "rights"; readOnly: boolean }
  | { type: "typing"; name: string }
  | { type: "skipped"; bytes: number }
  | { type: "status"; status: RunStatus }
  | { type: "taken" }
  | { type: "refused"; detail: string }
  | ({ type: "end" } & End);

export interface Ways {
  create: (request: TerminalRequest) => Promise<{ id: string; socket: string }>;
  connect: (path: string) => WebSocket;
  stop: (id: string) => Promise<void>;
}

const ways: Ways = {
  create: async (request) => {
    const run = await api.create("runs", { ...request });
    return { id: run.id, socket: run.links?.socket ?? `/v1/runs/${run.id}/socket` };
  },
  connect: openSocket,
  stop: (id) => api.remove({ type: "runs", id }),
};

const active = new Set(["asked", "queued", "compiling", "running"]);
/** So much of the output is kept for a screen that comes back. */
const remembered = 512 * 1024;
/** Makes a terminal as new. */
const clear = "\x1bc";
const retryMs = [300, 800, 1500, 3000, 5000];
const nothing: TerminalView = {
  status: "idle",
  isConnected: false,
  isReadOnly: false,
  detail: "",
  typist: "",
};
/** So long after it was told that somebody types it is said; the server tells it once a second. */
const typingMs = 2500;

export function isActive(view: TerminalView): boolean {
  return active.has(view.status);
}

function sizeOf({ rows, columns }: Partial<TerminalSize>): TerminalSize | undefined {
  return rows && columns ? { rows, columns } : undefined;
}

/** A program in a terminal: started, watched, typed to; a lost connection goes on where it was lost. */
export class TerminalSession {
  /** When something was last typed or shown. */
  lastActive = 0;
  #ways: Ways;
  #view = nothing;
  #listeners = new Set<() => void>();
  #screen: ((data: Uint8Array, shown: () => void) => void) | undefined;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #socket: WebSocket | undefined;
  #path = "";
  #id = "";
  #offset = 0;
  #losses = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #isOwn = true;
  /** Which start the answers belong to. */
  #turn = 0;

  constructor(own: Partial<Ways> = {}) {
    this.#ways = { ...ways, ...own };
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  view = () => this.#view;

  /** Of the run that is shown; empty before there is one. */
  get id(): string {
    return this.#id;
  }

  /** Whether this screen answers what a program asks its terminal: of those who share one, the screen of who started it does. */
  get isAnswering(): boolean {
    return this.#isOwn;
  }

  /** Shows the output on a screen, what came before first; ends with the returned function. */
  attach(screen: (data: Uint8Array, shown: () => void) => void): () => void {
    for (const data of this.#kept) screen(data, () => {});
    this.#screen = screen;
    return () => {
      if (this.#screen === screen) this.#screen = undefined;
    };
  }

  async start(request: TerminalRequest) {
    const turn = this.#begin("asked");
    try {
      const run = await this.#ways.create(request);
      if (turn !== this.#turn) return void this.#ways.stop(run.id).catch(() => {});
      this.#id = run.id;
      this.#path = run.socket;
      this.#change({ status: "queued" });
      this.#connect();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#change({ status: "refused", detail: explain(error), busy: busyOf(error) });
    }
  }

  /** Connects to a run that was started elsewhere, and shows it from its beginning on. */
  join(id: string, { isOwn = false } = {}) {
    if (id === this.#id && (isActive(this.#view) || this.#view.end)) {
      this.#isOwn ||= isOwn;
      return;
    }
    this.#begin("queued");
    this.#isOwn = isOwn;
    this.#id = id;
    this.#path = `/v1/runs/${id}/socket`;
    this.#connect();
  }

  /** Forgets what was before, for another run. */
  #begin(status: "asked" | "queued"): number {
    this.#leave();
    this.#kept = [];
    this.#keptBytes = 0;
    this.#offset = 0;
    this.#losses = 0;
    this.#id = "";
    this.#isOwn = true;
    this.lastActive = Date.now();
    // In its order with the output, which a reset from outside would not be: a screen may be late or have more to show.
    this.#screen?.(new TextEncoder().encode(clear), () => {});
    this.#become({ ...nothing, status });
    return ++this.#turn;
  }

  type(text: string) {
    this.lastActive = Date.now();
    this.#change({});
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(new TextEncoder().encode(text));
  }

  resize(rows: number, columns: number) {
    this.#tell({ type: "resize", rows, columns });
  }

  interrupt() {
    this.#tell({ type: "signal", name: "INT" });
  }

  /** Ends the run for good. */
  async stop() {
    if (!this.#id) {
      this.#turn++;
      return this.#change({ status: "cancelled" });
    }
    await this.#ways.stop(this.#id);
  }

  close() {
    this.#turn++;
    this.#leave();
    this.#listeners.clear();
  }

  #connect() {
    const socket = this.#ways.connect(`${this.#path}?flow=client&from=${this.#offset}`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return;
      if (typeof data === "string") this.#obey(JSON.parse(data) as Control);
      else this.#show(new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost();
    };
  }

  #obey(message: Control) {
    switch (message.type) {
      case "hello":
        this.#offset = message.from;
        this.#losses = 0;
        return this.#change({
          isConnected: true,
          isReadOnly: message.readOnly,
          detail: "",
          size: sizeOf(message),
        });
      case "rights":
        return this.#change({ isReadOnly: message.readOnly });
      case "typing":
        clearTimeout(this.#typing);
        this.#typing = setTimeout(() => this.#change({ typist: "" }), typingMs);
        return this.#change({ typist: message.name });
      case "skipped":
        this.#offset += message.bytes;
        return this.#print(`\r\n[${message.bytes} bytes were left out]\r\n`);
      case "status":
        if (message.status === "running") this.lastActive = Date.now();
        return this.#change({ status: message.status });
      case "refused":
        return this.#change({ detail: message.detail });
      case "end":
        this.#leave();
        if (message.compileOutput) this.#print(message.compileOutput.replace(/\r?\n/g, "\r\n"));
        return this.#change({ status: message.status, end: message, detail: message.detail, typist: "" });
      default:
        return; // "taken": what is on its way in needs no answer
    }
  }

  #show(data: Uint8Array) {
    this.lastActive = Date.now();
    this.#offset += data.length;
    const offset = this.#offset;
    const shown = () => this.#tell({ type: "shown", offset });
    this.#keep(data);
    if (this.#screen) this.#screen(data, shown);
    else shown();
  }

  #print(text: string) {
    const data = new TextEncoder().encode(text);
    this.#keep(data);
    this.#screen?.(data, () => {});
  }

  #keep(data: Uint8Array) {
    this.#kept.push(data);
    this.#keptBytes += data.length;
    while (this.#keptBytes > remembered) this.#keptBytes -= this.#kept.shift()?.length ?? remembered;
  }

  #tell(message: object) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #lost() {
    this.#socket = undefined;
    if (!active.has(this.#view.status)) return this.#change({ isConnected: false });
    const wait = retryMs[this.#losses++];
    if (wait === undefined) {
      const detail = "The connection to the program was lost and did not come back. Run it again.";
      return this.#change({ status: "internal_error", isConnected: false, detail });
    }
    this.#change({ isConnected: false });
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #leave() {
    clearTimeout(this.#retry);
    clearTimeout(this.#typing);
    const socket = this.#socket;
    this.#socket = undefined;
    closeSocket(socket);
  }

  #change(part: Partial<TerminalView>) {
    this.#become({ ...this.#view, ...part });
  }

  #become(view: TerminalView) {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
