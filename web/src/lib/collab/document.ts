import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { ChangeSet, Compartment, EditorState, type Extension, Text, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Incoming, Outgoing, RemoteUpdate } from "./protocol";
import { adopt, forget, type Kept, keep, lock } from "./storage";

/**
 *   connecting → saved ⇄ saving → saved
 *              → offline → saved            edits are kept in this browser and sent when the line is back
 *              → readOnly                   the time is over, or the visitor only looks
 *              → failed                     the server refused for good; detail says why
 */
export type DocumentState = "connecting" | "saved" | "saving" | "offline" | "readOnly" | "failed";

export interface DocumentView {
  state: DocumentState;
  version: number;
  detail: string;
}

export interface DocumentOptions {
  id: string;
  extensions: Extension;
  /** Opens the line; tests bring their own. */
  connect?: (path: string) => WebSocket;
}

const firstDelay = 300;
const longestDelay = 5000;
/** The server pings every 15 seconds; three missed ones mean a dead line. */
const silence = 45_000;
/** Texts up to this length are kept on every change; longer ones a few times a second. */
const smallText = 64 * 1024;

/**
 * One tab's side of a shared document. It edits at once, keeps in the browser what is not acknowledged, pushes one
 * batch at a time, and takes in the server's updates one by one, so that it maps as the server maps.
 */
export class SharedDocument {
  readonly editor: EditorView;
  #options: DocumentOptions;
  #socket: WebSocket | undefined;
  #client = "";
  #seq = 1;
  #base = Text.empty;
  #ready = false;
  #pushed = 0;
  #view: DocumentView = { state: "connecting", version: 0, detail: "" };
  #listeners = new Set<() => void>();
  #delay = firstDelay;
  #timers: { reconnect?: number; keep?: number; silence?: number; retry?: number } = {};
  #releaseLock: () => void = () => {};
  #closed = false;
  #synced = new Compartment();
  #writable = new Compartment();

  constructor(options: DocumentOptions) {
    this.#options = options;
    this.editor = new EditorView({
      state: EditorState.create({
        extensions: [
          this.#synced.of([]),
          this.#writable.of(EditorState.readOnly.of(true)),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || !this.#ready) return;
            this.#keepSoon();
            this.#push();
          }),
          options.extensions,
        ],
      }),
    });
    window.addEventListener("pagehide", this.#keepNow);
    window.addEventListener("online", this.#hurry);
    void this.#begin();
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  view = () => this.#view;

  get text(): string {
    return this.editor.state.doc.toString();
  }

  /** The version that holds everything typed so far; waits until the server has acknowledged it. */
  settled(timeoutMs = 15_000): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(() => {
        stop();
        reject(new Error("Your latest edits are not saved yet: check your connection and try again."));
      }, timeoutMs);
      const look = () => {
        if (!this.#ready || this.#pending() > 0) return;
        stop();
        resolve(getSyncedVersion(this.editor.state));
      };
      const unsubscribe = this.subscribe(look);
      const stop = () => {
        window.clearTimeout(timer);
        unsubscribe();
      };
      look();
    });
  }

  close() {
    this.#keepNow();
    this.#closed = true;
    for (const timer of Object.values(this.#timers)) window.clearTimeout(timer);
    window.removeEventListener("pagehide", this.#keepNow);
    window.removeEventListener("online", this.#hurry);
    this.#socket?.close();
    this.#releaseLock();
    this.editor.destroy();
  }

  async #begin() {
    const { kept, release } = await adopt(this.#options.id);
    this.#releaseLock = release;
    if (this.#closed) return release();
    if (kept) this.#restore(kept);
    this.#connect();
  }

  /** Goes on where a tab that is gone left off: its text shows before the line is there. */
  #restore(kept: Kept) {
    this.#client = kept.client;
    this.#seq = kept.seq;
    this.#start(kept.text, kept.version, kept.client);
    for (const changes of kept.pending) this.editor.dispatch({ changes: ChangeSet.fromJSON(changes) });
    this.#ready = true;
  }

  #start(text: string, version: number, client: string) {
    this.#ready = false;
    this.editor.dispatch({ effects: this.#synced.reconfigure([]) });
    this.#base = Text.of(text.split("\n"));
    this.editor.dispatch({
      changes: { from: 0, to: this.editor.state.doc.length, insert: this.#base },
      annotations: Transaction.addToHistory.of(false),
    });
    this.editor.dispatch({
      effects: [
        this.#synced.reconfigure(collab({ startVersion: version, clientID: client })),
        this.#writable.reconfigure(EditorState.readOnly.of(false)),
      ],
    });
  }

  #connect() {
    if (this.#closed) return;
    const path = `/v1/documents/${this.#options.id}/socket`;
    const address = new URL(path, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = this.#options.connect?.(path) ?? new WebSocket(address);
    this.#socket = socket;
    this.#pushed = 0;
    socket.onopen = () => {
      this.#listenForSilence();
      const known = this.#ready ? getSyncedVersion(this.editor.state) : undefined;
      this.#send({ type: "hello", version: known, client: this.#client || undefined });
    };
    socket.onmessage = (event) => {
      if (socket !== this.#socket) return;
      this.#listenForSilence();
      this.#receive(JSON.parse(String(event.data)) as Incoming);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost();
    };
  }

  #lost() {
    window.clearTimeout(this.#timers.silence);
    if (this.#closed || this.#view.state === "failed") return;
    if (this.#view.state !== "readOnly") this.#become("offline");
    const wait = this.#delay * (0.75 + Math.random() / 2);
    this.#delay = Math.min(this.#delay * 2, longestDelay);
    this.#timers.reconnect = window.setTimeout(() => this.#connect(), wait);
  }

  #hurry = () => {
    if (this.#view.state !== "offline") return;
    window.clearTimeout(this.#timers.reconnect);
    this.#connect();
  };

  #listenForSilence() {
    window.clearTimeout(this.#timers.silence);
    this.#timers.silence = window.setTimeout(() => this.#socket?.close(), silence);
  }

  #send(message: Outgoing) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #receive(message: Incoming) {
    switch (message.type) {
      case "init":
        return void this.#greeted(message);
      case "updates":
        return this.#take(message.version, message.updates);
      case "ack":
        this.#pushed = 0;
        return this.#settle();
      case "ping":
        return this.#send({ type: "pong" });
      case "error":
        return this.#refused(message);
    }
  }

  async #greeted(init: Extract<Incoming, { type: "init" }>) {
    this.#delay = firstDelay;
    const isNew = init.client !== this.#client;
    if (isNew) {
      // What was pending under another id must not be pushed: it may be in the log already.
      this.#releaseLock();
      this.#client = init.client;
      this.#seq = 1;
      this.#releaseLock = (await lock(init.client)) ?? (() => {});
    }
    if (init.doc !== undefined) this.#start(init.doc, init.version, init.client);
    else if (isNew) this.#start(this.#base.toString(), getSyncedVersion(this.editor.state), init.client);
    this.#ready = true;
    this.editor.dispatch({ effects: this.#writable.reconfigure(EditorState.readOnly.of(init.readOnly)) });
    if (init.readOnly) return this.#become("readOnly");
    this.#settle();
  }

  /** Takes the updates one at a time: mapping over several at once may place text elsewhere than the server does. */
  #take(version: number, updates: RemoteUpdate[]) {
    const skip = getSyncedVersion(this.editor.state) - version;
    if (skip < 0) return this.#socket?.close(); // a gap: connect again and catch up
    for (const update of updates.slice(skip)) {
      const changes = ChangeSet.fromJSON(update.changes);
      const own = update.client === this.#client;
      this.#base = changes.apply(this.#base);
      if (own) {
        this.#seq = (update.seq ?? this.#seq) + 1;
        this.#pushed = Math.max(0, this.#pushed - 1);
      }
      this.editor.dispatch(
        receiveUpdates(this.editor.state, [{ changes, clientID: update.client || "server" }]),
      );
    }
    this.#settle();
  }

  #pending(): number {
    return this.#ready ? sendableUpdates(this.editor.state).length : 0;
  }

  #settle() {
    if (this.#view.state !== "readOnly") this.#become(this.#pending() > 0 ? "saving" : "saved");
    this.#keepSoon();
    this.#push();
  }

  #push() {
    const updates = this.#ready ? sendableUpdates(this.editor.state) : [];
    if (updates.length === 0 || this.#view.state === "readOnly" || this.#view.state === "failed") return;
    if (this.#socket?.readyState !== WebSocket.OPEN) return this.#become("offline");
    this.#become(
      this.#view.state === "offline" || this.#view.state === "connecting" ? this.#view.state : "saving",
    );
    if (this.#pushed > 0 || this.#view.state !== "saving") return;
    const batch = updates.slice(0, 200);
    this.#pushed = batch.length;
    this.#send({
      type: "push",
      version: getSyncedVersion(this.editor.state),
      seq: this.#seq,
      updates: batch.map((update) => ({ changes: update.changes.toJSON() })),
    });
  }

  #refused(error: Extract<Incoming, { type: "error" }>) {
    this.#pushed = 0;
    if (error.retryAfter !== undefined) {
      window.clearTimeout(this.#timers.retry);
      this.#timers.retry = window.setTimeout(() => this.#push(), error.retryAfter);
      return;
    }
    const forGood = [
      "superseded",
      "document_too_large",
      "push_too_large",
      "kind_forbidden",
      "data_too_large",
    ];
    if (error.code === "read_only") return this.#become("readOnly");
    if (forGood.includes(error.code)) return this.#become("failed", error.detail);
    if (
      ["push_out_of_order", "version_unknown", "changes_do_not_fit", "changes_malformed"].includes(error.code)
    ) {
      // This tab and the log have parted: begin again from what the log holds.
      forget(this.#options.id, this.#client);
      this.#client = "";
      this.#ready = false;
    }
    if (error.fatal) this.#socket?.close();
  }

  #become(state: DocumentState, detail = "") {
    const version = this.#ready ? getSyncedVersion(this.editor.state) : 0;
    const now = this.#view;
    if (now.state === state && now.version === version && now.detail === detail) return this.#tell();
    this.#view = { state, version, detail };
    this.#tell();
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }

  #keepSoon() {
    if (this.editor.state.doc.length <= smallText) return this.#keepNow();
    this.#timers.keep ??= window.setTimeout(() => {
      this.#timers.keep = undefined;
      this.#keepNow();
    }, 250);
  }

  #keepNow = () => {
    if (!this.#ready || !this.#client || this.#closed) return;
    keep(this.#options.id, {
      client: this.#client,
      version: getSyncedVersion(this.editor.state),
      text: this.#base.toString(),
      seq: this.#seq,
      pending: sendableUpdates(this.editor.state).map((update) => update.changes.toJSON()),
    });
  };
}
