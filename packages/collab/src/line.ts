import type { Incoming, Outgoing } from "./protocol";
import { closeSocket, isOpen } from "./socket";
import type { Surroundings } from "./surroundings";

export interface LineOptions {
  surroundings: Surroundings;
  path: string;
  /** Asked before connecting again after a connection that never opened: the session may be spent. */
  renew?: () => Promise<unknown>;
  onUp: () => void;
  onDown: () => void;
  onMessage: (message: Incoming) => void;
}

const firstDelay = 300;
const longestDelay = 5000;
/** The server pings every 15 seconds; three missed ones mean a dead line. */
const silence = 45_000;

/** A WebSocket that comes back: after a loss it waits a little longer each time, and not at all once the network is back. */
export class Line {
  #options: LineOptions;
  #socket: WebSocket | undefined;
  #delay = firstDelay;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #watches: (() => void)[];

  constructor(options: LineOptions) {
    this.#options = options;
    const { on } = options.surroundings;
    this.#watches = [
      on("online", this.#hurry),
      on("offline", this.#drop),
      on("visibilitychange", this.#hurry),
    ];
  }

  open() {
    if (this.#closed) return;
    clearTimeout(this.#reconnect);
    this.#reconnect = undefined;
    this.#leave();
    let wasUp = false;
    const socket = this.#options.surroundings.connect(this.#options.path);
    this.#socket = socket;
    this.#watch();
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      wasUp = true;
      this.#watch();
      this.#options.onUp();
    };
    socket.onmessage = (event) => {
      if (socket !== this.#socket) return;
      this.#watch();
      this.#options.onMessage(JSON.parse(String(event.data)) as Incoming);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost(wasUp);
    };
  }

  /** The server has answered: the next loss is a new one. */
  settle() {
    this.#delay = firstDelay;
  }

  send(message: Outgoing): boolean {
    if (!isOpen(this.#socket)) return false;
    this.#socket?.send(JSON.stringify(message));
    return true;
  }

  /** Gives this connection up and makes another, after the usual wait. */
  restart() {
    this.#lost(true);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#reconnect);
    for (const end of this.#watches) end();
    this.#leave();
  }

  #leave() {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = undefined;
    closeSocket(socket);
  }

  #lost(wasUp: boolean) {
    this.#leave();
    if (this.#closed || this.#reconnect !== undefined) return;
    this.#options.onDown();
    const wait = this.#delay * (0.75 + Math.random() / 2);
    this.#delay = Math.min(this.#delay * 2, longestDelay);
    this.#reconnect = setTimeout(() => {
      const renewed = wasUp ? undefined : this.#options.renew?.();
      if (renewed) void renewed.catch(() => {}).then(() => this.open());
      else this.open();
    }, wait);
  }

  #hurry = () => {
    if (this.#reconnect !== undefined && !this.#options.surroundings.isHidden()) this.open();
  };

  #drop = () => {
    if (this.#socket) this.#lost(true);
  };

  #watch() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(true), silence);
  }
}
