import { adopt, forget, type Kept, keep, lock } from "./storage";
import type { Surroundings } from "./surroundings";

/** Holds one tab's place in the browser's storage: the lock of its client id, and what it must remember. */
export class Keeper {
  #surroundings: Surroundings;
  #id: string;
  #unwatch: () => void;
  #read: () => Kept | undefined;
  #release: () => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #client = "";
  #closed = false;

  constructor(surroundings: Surroundings, id: string, read: () => Kept | undefined) {
    this.#surroundings = surroundings;
    this.#id = id;
    this.#read = read;
    this.#unwatch = surroundings.on("pagehide", this.now);
  }

  /** What a tab that is gone left behind. */
  async adopt(): Promise<Kept | undefined> {
    const { kept, release } = await adopt(this.#surroundings, this.#id);
    if (this.#closed) release();
    else this.#release = release;
    this.#client = kept?.client ?? "";
    return kept;
  }

  /** From now on the tab has this id; what was kept under another is over. */
  become(client: string) {
    this.leave();
    this.#client = client;
    void lock(this.#surroundings, client).then((release) => {
      if (!release) return;
      if (this.#closed || this.#client !== client) release();
      else this.#release = release;
    });
  }

  leave() {
    this.#release();
    this.#release = () => {};
    if (this.#client) forget(this.#surroundings, this.#id, this.#client);
    this.#client = "";
  }

  soon() {
    this.#timer ??= setTimeout(this.now, 250);
  }

  now = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const kept = this.#closed ? undefined : this.#read();
    if (kept) keep(this.#surroundings, this.#id, kept);
  };

  close() {
    this.now();
    this.#closed = true;
    this.#unwatch();
    this.#release();
  }
}
