import { SharedDocument } from "@codecraft/collab/document";
import type { DocumentOptions, DocumentView } from "@codecraft/collab/state";
import { Compartment, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useState, useSyncExternalStore } from "react";
import { api } from "@/api/client";
import { browser } from "@/lib/surroundings";
import { loadLanguage } from "./languages";
import { codeSetup } from "./setup";
import { editorTheme } from "./theme";

const theme = new Compartment();
const language = new Compartment();
const label = new Compartment();

const urgency: DocumentView["state"][] = ["failed", "offline", "saving", "connecting", "readOnly", "saved"];

/** What the documents of a page have beside what all have. */
type Kind = (id: string) => Pick<DocumentOptions, "path" | "isShared"> & { extensions?: Extension };

/**
 * Every document opened on this page. They stay open when another problem or language is shown: edits go on
 * being saved, and text, cursor and undo are there when one comes back.
 */
export class DocumentPool {
  #kind: Kind;
  #open = new Map<string, SharedDocument>();
  #isDark = false;
  #listeners = new Set<() => void>();

  constructor(kind: Kind = () => ({})) {
    this.#kind = kind;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  state = (): DocumentView["state"] => {
    const states = [...this.#open.values()].map((document) => document.view().state);
    return urgency.find((state) => states.includes(state)) ?? "connecting";
  };

  get(id: string): SharedDocument {
    const known = this.#open.get(id);
    if (known) return known;
    const { extensions = [], ...kind } = this.#kind(id);
    const document = new SharedDocument({
      ...kind,
      id,
      surroundings: browser,
      renew: () => api.get("sessions", "current"),
      extensions: [
        codeSetup(),
        theme.of(editorTheme(this.#isDark)),
        language.of([]),
        label.of([]),
        extensions,
      ],
    });
    this.#open.set(id, document);
    document.subscribe(() => {
      for (const listener of this.#listeners) listener();
    });
    return document;
  }

  /** Highlights as the language does; its code is loaded when first needed. */
  async setMode(document: SharedDocument, editorMode: string) {
    const mode = await loadLanguage(editorMode);
    if ([...this.#open.values()].includes(document)) {
      document.editor.dispatch({ effects: language.reconfigure(mode) });
    }
  }

  setDark(isDark: boolean) {
    this.#isDark = isDark;
    for (const { editor } of this.#open.values()) {
      editor.dispatch({ effects: theme.reconfigure(editorTheme(isDark)) });
    }
  }

  name(document: SharedDocument, text: string) {
    const attributes = EditorView.contentAttributes.of({ "aria-label": text, tabindex: "0" });
    document.editor.dispatch({ effects: label.reconfigure(attributes) });
  }

  /** Waits until everything typed, in whatever problem, has reached the server. */
  async settled(): Promise<void> {
    await Promise.all([...this.#open.values()].map((document) => document.settled()));
  }

  all = (): ReadonlyMap<string, SharedDocument> => this.#open;

  /** Closes those that are not among these. */
  keep(ids: string[]) {
    for (const [id, document] of this.#open) {
      if (ids.includes(id)) continue;
      this.#open.delete(id);
      document.close();
    }
  }

  freeze() {
    for (const document of this.#open.values()) document.freeze();
  }

  close() {
    for (const document of this.#open.values()) document.close();
    this.#open.clear();
  }
}

const never = () => () => {};
const missing: DocumentView = { state: "connecting", version: 0, detail: "" };

const noView = () => missing;

/** How a document stands: saved, saving, offline … */
export function useDocumentView(document: SharedDocument | undefined) {
  return useSyncExternalStore(document?.subscribe ?? never, document?.view ?? noView);
}

/** A pool for as long as the page is shown. */
export function useDocumentPool(kind?: Kind): DocumentPool {
  const [pool] = useState(() => new DocumentPool(kind));
  useEffect(() => () => pool.close(), [pool]);
  return pool;
}

/** How all documents together stand: as the one that is worst off. */
export function usePoolState(pool: DocumentPool): DocumentView["state"] {
  return useSyncExternalStore(pool.subscribe, pool.state);
}
