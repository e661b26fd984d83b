import { closeSocket } from "@/lib/socket";
import type { Incoming, Outgoing } from "./protocol";

export interface LineOptions {
  connect: () => WebSocket;
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

  constructor(options: LineOptions) {
    this.#options = options;
    window.addEventListener("online", this.#hurry);
    window.addEventListener("offline", this.#drop);
    document.addEventListener("visibilitychange", this.#hurry);
  }

  open() {
    if (this.#closed) return;
    clearTimeout(this.#reconnect);
    this.#reconnect = undefined;
    this.#leave();
    let wasUp = false;
    const socket = this.#options.connect();
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
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Gives this connection up and makes another, after the usual wait. */
  restart() {
    this.#lost(true);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#reconnect);
    window.removeEventListener("online", this.#hurry);
    window.removeEventListener("offline", this.#drop);
    document.removeEventListener("visibilitychange", this.#hurry);
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
    if (this.#reconnect !== undefined && !document.hidden) this.open();
  };

  #drop = () => {
    if (this.#socket) this.#lost(true);
  };

  #watch() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(true), silence);
  }
}
