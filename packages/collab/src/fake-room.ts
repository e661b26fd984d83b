import { ChangeSet, Text } from "@codemirror/state";
import type { Incoming, LocalUpdate, Outgoing, Refusal, RemoteUpdate } from "./protocol";

type Push = Extract<Outgoing, { type: "push" }>;

/** The server's side of one document, in memory, by the same rules: it rebases, and applies each change once. */
export class FakeRoom {
  text: Text;
  log: RemoteUpdate[] = [];
  sockets: FakeSocket[] = [];
  pushes: Push[] = [];
  hellos: Extract<Outgoing, { type: "hello" }>[] = [];
  readOnly = false;
  online = true;
  /** Appends, but tells nobody: the answer is lost on the way. */
  mute = false;
  /** Refuses the next pushes, one each. */
  refusals: Omit<Refusal, "type">[] = [];
  /** Says of a client id whether it was issued here. */
  knows = (_client: string) => true;
  #issued = 0;

  constructor(text = "") {
    this.text = Text.of(text.split("\n"));
  }

  connect = (): WebSocket => {
    const socket = new FakeSocket(this);
    this.sockets.push(socket);
    queueMicrotask(() => (this.online ? socket.opened() : socket.drop()));
    return socket as unknown as WebSocket;
  };

  cut() {
    this.online = false;
    for (const socket of [...this.sockets]) socket.drop();
  }

  hear(socket: FakeSocket, message: Outgoing) {
    if (message.type === "hello") return this.#greet(socket, message);
    if (message.type === "aware") {
      const { client } = socket;
      socket.aware = { ...message, client, actor: `actor of ${client}` };
      for (const other of this.sockets) if (other !== socket) other.tell(socket.aware);
    }
    if (message.type !== "push") return;
    this.pushes.push(message);
    const refusal = this.refusals.shift();
    if (refusal) {
      socket.tell({ type: "error", seq: message.seq, ...refusal });
      if (refusal.fatal) queueMicrotask(() => socket.drop());
      return;
    }
    if (!this.#append(socket.client, message)) {
      const seq = message.seq + message.updates.length - 1;
      socket.tell({ type: "ack", version: this.log.length, seq });
    }
    if (!this.mute) for (const other of this.sockets) other.deliver();
  }

  #greet(socket: FakeSocket, hello: Extract<Outgoing, { type: "hello" }>) {
    this.hellos.push(hello);
    const isKnown = hello.client !== undefined && this.knows(hello.client);
    socket.client = isKnown && hello.client ? hello.client : `client-${++this.#issued}`;
    const from = hello.version ?? -1;
    const isWhole = from < 0 || from > this.log.length;
    socket.sent = isWhole ? this.log.length : from;
    socket.tell({
      type: "init",
      version: socket.sent,
      client: socket.client,
      doc: isWhole ? this.text.toString() : undefined,
      readOnly: this.readOnly,
      limits: { document: 1 << 20, push: 1 << 20, changes: 256 },
      now: 0,
    });
    socket.deliver();
    for (const { aware } of this.sockets) if (aware && aware.client !== socket.client) socket.tell(aware);
  }

  #append(client: string, push: Push): boolean {
    let waiting = push.updates.map((update: LocalUpdate, i) => ({
      ...update,
      seq: push.seq + i,
      changes: ChangeSet.fromJSON(update.changes),
    }));
    for (const logged of this.log.slice(push.version)) {
      if (logged.client === client) {
        if (waiting[0] && logged.seq !== waiting[0].seq) throw new Error("push out of order");
        waiting = waiting.slice(1);
        continue;
      }
      let other = ChangeSet.fromJSON(logged.changes);
      waiting = waiting.map((own) => {
        const changes = own.changes.map(other);
        other = other.map(own.changes, true);
        return { ...own, changes };
      });
    }
    for (const { changes, kind, data, seq } of waiting) {
      this.text = changes.apply(this.text);
      this.log.push({ client, seq, actor: "someone", at: 0, kind, data, changes: changes.toJSON() });
    }
    return waiting.length > 0;
  }
}

class FakeSocket {
  readyState = 0;
  client = "";
  sent = 0;
  aware: Extract<Incoming, { type: "aware" }> | undefined;
  onopen: (() => void) | undefined;
  onclose: (() => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  #room: FakeRoom;

  constructor(room: FakeRoom) {
    this.#room = room;
  }

  opened() {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.onopen?.();
  }

  send(text: string) {
    const message = JSON.parse(text) as Outgoing;
    queueMicrotask(() => {
      if (this.readyState === 1) this.#room.hear(this, message);
    });
  }

  tell(message: Incoming) {
    const data = JSON.stringify(message);
    queueMicrotask(() => {
      if (this.readyState === 1) this.onmessage?.({ data });
    });
  }

  deliver() {
    const updates = this.#room.log.slice(this.sent);
    if (updates.length === 0 || this.readyState !== 1) return;
    this.tell({ type: "updates", version: this.sent, updates });
    this.sent = this.#room.log.length;
  }

  close() {
    this.drop();
  }

  drop() {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#room.sockets = this.#room.sockets.filter((socket) => socket !== this);
    for (const other of this.#room.sockets) other.tell({ type: "gone", client: this.client });
    this.onclose?.();
  }
}

/** The browser's locks, of a browser whose tabs are all in this test. */
export class FakeLocks {
  #held = new Set<string>();

  async request(
    name: string,
    _options: unknown,
    callback: (lock: unknown) => Promise<void> | undefined,
  ): Promise<void> {
    if (this.#held.has(name)) return callback(null);
    this.#held.add(name);
    await callback({ name });
    this.#held.delete(name);
  }

  /** The tab died: the browser lets go of what it held. */
  releaseAll() {
    this.#held.clear();
  }
}
