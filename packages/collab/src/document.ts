import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { ChangeSet, Compartment, EditorState, type StateEffect, Text, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { asLocal, firstOf } from "./batch";
import { Keeper } from "./keeper";
import { Line } from "./line";
import { markOwnPastes, ownPaste } from "./paste";
import { authored, left, moved, type Place, presences, Recent, seen } from "./presence";
import {
  disagreements,
  type Incoming,
  type Init,
  type Limits,
  type Refusal,
  type RemoteUpdate,
} from "./protocol";
import { type DocumentOptions, type DocumentView, sameView, stateOf } from "./state";
import type { Kept } from "./storage";
import type { Surroundings } from "./surroundings";
import { when } from "./when";

/** Texts up to this length are kept on every change; longer ones before they are pushed, and a few times a second. */
const smallText = 64 * 1024;
const defaultPause = 500;
/** How often others are told where one is, at most. */
const placeMs = 50;
const unsaved = "Your latest edits are not saved yet: check your connection and try again.";
/** Errors after which there is nothing to come back to, and what is said of them. */
const endings: Record<string, string> = {
  superseded: "This document was opened again elsewhere. Reload the page to go on here.",
  session_ended: "You are signed out. Open your link again to go on.",
  membership_ended: "You are no member of this organization any more.",
  role_changed: "Your role is another one now. Reload the page to go on.",
};

/**
 * One tab's side of a shared document. It edits at once, keeps in the browser what is not acknowledged, pushes one
 * batch at a time, and takes in the server's updates one by one, so that it maps as the server maps.
 */
export class SharedDocument {
  readonly editor: EditorView;
  #surroundings: Surroundings;
  #isShared: boolean;
  #keeper: Keeper;
  #line: Line;
  #client = "";
  #seq = 1;
  #base = Text.empty;
  #limits: Limits = { document: 1 << 20, push: 1 << 20, changes: 256 };
  #started = false;
  #greeted = false;
  #wasGreeted = false;
  #readOnly = false;
  #failure = "";
  #rescued: string | undefined;
  #aside: string | undefined;
  #inFlight = 0;
  #atOnce = Number.POSITIVE_INFINITY;
  #strikes = 0;
  #view: DocumentView = { state: "connecting", version: 0, detail: "" };
  #listeners = new Set<() => void>();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #isFrozen = false;
  #closed = false;
  #recent = new Recent();
  #turn = 0;
  #isShown = false;
  #toldPlace = "";
  #placing: ReturnType<typeof setTimeout> | undefined;
  #synced = new Compartment();
  #writable = new Compartment();

  constructor(options: DocumentOptions) {
    this.#surroundings = options.surroundings;
    this.#isShared = options.isShared ?? false;
    this.#keeper = new Keeper(options.surroundings, options.id, () => this.#toKeep());
    this.editor = new EditorView({
      state: EditorState.create({
        extensions: [
          this.#synced.of([]),
          this.#writable.of(EditorState.readOnly.of(true)),
          EditorState.changeFilter.of((change) => !change.docChanged || this.#fits(change)),
          markOwnPastes(options.surroundings.isOwnText),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && this.#started) this.#settle();
            if (update.docChanged || update.selectionSet || update.viewportChanged) this.#placeSoon();
          }),
          options.isShared ? [presences, EditorView.domEventHandlers({ scroll: this.#placeSoon })] : [],
          options.extensions,
        ],
      }),
    });
    this.#line = new Line({
      surroundings: options.surroundings,
      path: options.path ?? `/v1/documents/${options.id}/socket`,
      renew: options.renew,
      onUp: () => this.#hello(),
      onDown: () => this.#down(),
      onMessage: (message) => this.#receive(message),
    });
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
    const look = () => (this.#started && this.#waiting().length === 0 ? this.#version() : undefined);
    return when(this.subscribe, look, timeoutMs, unsaved);
  }

  /** Puts another text in place of all there is, as one step that can be undone. */
  replace(text: string) {
    const { state } = this.editor;
    this.editor.dispatch({
      changes: { from: 0, to: state.doc.length, insert: state.toText(text) },
      selection: { anchor: 0 },
      userEvent: "input.replace",
      scrollIntoView: true,
    });
  }

  /** Ends the question about a rescued text: it replaces what is there, or not. The other one is put aside. */
  decide(choice: "restore" | "drop") {
    this.#aside = this.#rescued;
    this.#rescued = undefined;
    if (choice === "restore") this.#exchange();
    this.#setAside(this.#aside);
  }

  /** Puts the text that is aside into the editor, and what was there aside. */
  swapAside() {
    this.#exchange();
    this.#setAside(this.#aside);
  }

  dropAside() {
    this.#setAside(undefined);
  }

  #exchange() {
    const [before, other] = [this.text, this.#aside];
    if (other === undefined) return;
    this.replace(other);
    if (this.text === other) this.#aside = before; // else it does not fit, and stays aside
  }

  #setAside(text: string | undefined) {
    this.#aside = text;
    this.#keeper.now();
    this.#tell();
  }

  /** Whether this document is what its user looks at: only then others see them in it. */
  setShown(isShown: boolean) {
    this.#isShown = isShown;
    this.#placeSoon();
  }

  /** Asks the server again what one may do here, who could only read until now. */
  reopen() {
    if (this.#readOnly || !this.#greeted) this.#line.restart(); // an answer on its way may be the old one
  }

  /** Takes no more edits; what was typed before still goes to the server. */
  freeze() {
    this.#isFrozen = true;
    this.#allowWriting();
  }

  close() {
    this.#keeper.close();
    this.#closed = true;
    clearTimeout(this.#pause);
    clearTimeout(this.#placing);
    this.#line.close();
    this.editor.destroy();
  }

  async #begin() {
    const kept = await this.#keeper.adopt();
    if (this.#closed) return;
    if (kept) this.#restore(kept);
    this.#line.open();
    this.#tell();
  }

  /** Goes on where a tab that is gone left off: its text shows before the line is there. */
  #restore(kept: Kept) {
    try {
      this.#client = kept.client;
      this.#seq = kept.seq;
      this.#rescued = kept.rescued;
      this.#aside = kept.aside;
      this.#start(kept.text, kept.version);
      for (const { changes, kind, data } of kept.pending) {
        const userEvent = kind === "paste" ? "input.paste" : "input";
        const annotations = ownPaste.of(data?.own ?? false);
        this.editor.dispatch({ changes: ChangeSet.fromJSON(changes), userEvent, annotations });
      }
    } catch {
      this.#begins(); // not a reading this version of the page can use
    }
  }

  /** Lays in a text that is the log's at a version; changes from here on are this tab's. */
  #start(text: string, version: number) {
    this.#started = false;
    this.#base = Text.of(text.split("\n"));
    this.#recent.clear();
    this.editor.dispatch({
      effects: this.#synced.reconfigure([]),
      annotations: Transaction.addToHistory.of(false),
    });
    if (!this.editor.state.doc.eq(this.#base)) {
      this.editor.dispatch({
        changes: { from: 0, to: this.editor.state.doc.length, insert: this.#base },
        annotations: [Transaction.addToHistory.of(false), Transaction.remote.of(true)],
        filter: false,
      });
    }
    this.editor.dispatch({
      effects: this.#synced.reconfigure(collab({ startVersion: version, clientID: this.#client })),
    });
    this.#started = true;
    this.#inFlight = 0;
    this.#allowWriting();
  }

  #allowWriting() {
    const closed = !this.#started || this.#isFrozen || this.#readOnly || this.#failure !== "";
    if (this.editor.state.readOnly !== closed) {
      this.editor.dispatch({ effects: this.#writable.reconfigure(EditorState.readOnly.of(closed)) });
    }
  }

  #hello() {
    const version = this.#started ? this.#version() : undefined;
    this.#line.send({ type: "hello", version, client: this.#client || undefined });
  }

  #down() {
    this.#greeted = false;
    this.#inFlight = 0;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#toldPlace = "";
    this.#note(left.of(undefined)); // the server tells of everybody again
  }

  #receive(message: Incoming) {
    switch (message.type) {
      case "init":
        return this.#greet(message);
      case "updates":
        return this.#take(message.version, message.updates);
      case "ping":
        this.#line.send({ type: "pong" });
        return;
      case "aware":
        return this.#see(message);
      case "gone":
        return this.#note(left.of(message.client));
      case "error":
        return this.#refused(message);
      default:
        // "ack" needs nothing: the updates it speaks of follow, and they end the push that is under way.
        return;
    }
  }

  #greet(init: Init) {
    this.#limits = init.limits;
    const isNew = init.client !== this.#client;
    if (this.#started && (isNew || init.doc !== undefined)) this.#rescue();
    if (init.doc !== undefined && !isNew) {
      // The log does not reach as far as this tab's numbers: they must not be used again.
      this.#begins();
      return this.#line.restart();
    }
    if (isNew) {
      this.#keeper.become(init.client);
      this.#client = init.client;
      this.#seq = 1;
    }
    this.#readOnly = init.readOnly;
    if (init.doc !== undefined) this.#start(init.doc, init.version);
    else if (isNew) this.#start(this.#base.toString(), init.version);
    this.#greeted = true;
    this.#wasGreeted = true;
    this.#allowWriting();
    this.#settle();
    this.#placeSoon();
  }

  /** Takes the updates one at a time: mapping over several at once may place text elsewhere than the server does. */
  #take(version: number, updates: RemoteUpdate[]) {
    if (!this.#started) return;
    const known = this.#version() - version;
    if (known < 0) return this.#line.restart(); // a gap: connect again and catch up
    try {
      for (const update of updates.slice(known)) this.#apply(update);
    } catch {
      return this.#part();
    }
    this.#settle();
  }

  #apply(update: RemoteUpdate) {
    const own = update.client !== undefined && update.client === this.#client;
    if (own && update.seq !== undefined) {
      if (update.seq !== this.#seq && this.#waiting().length > 0) throw new Error("numbers do not agree");
      this.#seq = update.seq + 1;
      this.#inFlight = Math.max(0, this.#inFlight - 1);
      this.#strikes = 0;
    }
    const changes = ChangeSet.fromJSON(update.changes);
    this.#base = changes.apply(this.#base);
    const clientID = update.client || "server";
    this.#recent.add({ changes, client: update.client });
    const effects = [authored.of(clientID)];
    this.editor.dispatch(receiveUpdates(this.editor.state, [{ changes, clientID, effects }]));
    if (own) this.#placeSoon();
  }

  #see({ client, actor, version, data }: Extract<Incoming, { type: "aware" }>) {
    if (!this.#started) return;
    if (!data) return this.#note(left.of(client));
    let place = this.#recent.bring(data, client, this.#version() - version);
    for (const { changes } of this.#waiting()) place = moved(place, changes, false);
    this.#note(seen.of({ ...place, client, actor, turn: ++this.#turn }));
  }

  /** Takes in where somebody is. */
  #note(effects: StateEffect<unknown>) {
    this.editor.dispatch({ effects });
    this.#tell();
  }

  #placeSoon = () => {
    if (!this.#isShared || this.#closed) return;
    this.#placing ??= setTimeout(() => {
      this.#placing = undefined;
      this.#tellPlace();
    }, placeMs);
  };

  /** Tells the others where one is, in positions of the log's text. */
  #tellPlace() {
    if (!this.#greeted) return;
    const data = this.#isShown ? this.#place() : null;
    const told = JSON.stringify(data);
    if (told === this.#toldPlace) return;
    if (this.#line.send({ type: "aware", version: this.#version(), data })) this.#toldPlace = told;
  }

  #place(): Place {
    const { anchor, head } = this.editor.state.selection.main;
    const top = this.editor.lineBlockAtHeight(this.editor.scrollDOM.scrollTop).from;
    return this.#waiting().reduceRight((at, { changes }) => moved(at, changes.invertedDesc, false), {
      anchor,
      head,
      top,
    } as Place);
  }

  #version() {
    return getSyncedVersion(this.editor.state);
  }

  #waiting() {
    return this.#started ? sendableUpdates(this.editor.state) : [];
  }

  #settle() {
    if (this.#waiting().length === 0) this.#line.settle();
    this.#keepSoon();
    this.#push();
    this.#tell();
  }

  #push() {
    const isClosed = this.#readOnly || this.#failure !== "";
    if (!this.#greeted || isClosed || this.#inFlight > 0 || this.#pause !== undefined) return;
    const batch = firstOf(this.#waiting(), Math.min(this.#atOnce, this.#limits.changes), this.#limits.push);
    if (batch.length === 0) return;
    this.#keeper.now(); // before it is sent: a number that was used must not be forgotten
    const version = this.#version();
    if (this.#line.send({ type: "push", version, seq: this.#seq, updates: batch })) {
      this.#inFlight = batch.length;
    }
  }

  #refused(error: Refusal) {
    const pushed = this.#inFlight;
    this.#inFlight = 0;
    if (error.fatal) return this.#cutOff(error);
    switch (error.code) {
      case "read_only":
        this.#readOnly = true;
        this.#allowWriting();
        return this.#tell();
      case "push_too_long":
      case "push_too_large":
        if (pushed <= 1) return this.#undo();
        this.#atOnce = Math.ceil(pushed / 2);
        return this.#push();
      case "document_too_large":
      case "data_too_large":
      case "kind_forbidden":
        return this.#undo();
      default: // rate_limited, document_busy
        return this.#waitFor(error.retryAfter ?? defaultPause);
    }
  }

  #cutOff(error: Refusal) {
    const failure = endings[error.code];
    if (failure) {
      this.#failure = failure;
      this.#allowWriting();
      this.#line.close();
      return this.#tell();
    }
    if (disagreements.has(error.code) && ++this.#strikes >= 2) return this.#part();
    this.#line.restart();
  }

  #waitFor(ms: number) {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#push();
    }, ms);
  }

  /** What waits can never be accepted: back to the log's text, under the same id. */
  #undo() {
    this.#rescue();
    this.#start(this.#base.toString(), this.#version());
    this.#settle();
  }

  /** This tab and the log have parted: begin again from what the log holds. */
  #part() {
    this.#rescue();
    this.#begins();
    this.#line.restart();
  }

  #begins() {
    this.#keeper.leave();
    this.#client = "";
    this.#seq = 1;
    this.#started = false;
    this.#strikes = 0;
    this.#allowWriting();
  }

  #rescue() {
    if (this.#waiting().length > 0 && !this.editor.state.doc.eq(this.#base)) this.#rescued = this.text;
  }

  #fits(change: Transaction): boolean {
    const { length } = change.newDoc;
    return length <= this.#limits.document || length <= change.startState.doc.length;
  }

  #tell() {
    const next: DocumentView = {
      state: stateOf({
        failure: this.#failure,
        isReadOnly: this.#readOnly,
        isGreeted: this.#greeted,
        wasGreeted: this.#wasGreeted,
        isWaiting: this.#waiting().length > 0,
        hasNoNetwork: this.#surroundings.isOffline(),
      }),
      version: this.#started ? this.#version() : 0,
      detail: this.#failure,
      rescued: this.#rescued,
      aside: this.#aside,
    };
    if (!sameView(this.#view, next)) this.#view = next;
    for (const listener of this.#listeners) listener();
  }

  #keepSoon() {
    if (this.editor.state.doc.length <= smallText) this.#keeper.now();
    else this.#keeper.soon();
  }

  #toKeep(): Kept | undefined {
    if (!this.#started || !this.#client || this.#failure) return undefined;
    return {
      client: this.#client,
      version: this.#version(),
      text: this.#base.toString(),
      seq: this.#seq,
      pending: this.#waiting().map(asLocal),
      rescued: this.#rescued,
      aside: this.#aside,
    };
  }
}
