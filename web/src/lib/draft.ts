import { ApiError, explain, fieldMessages } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import type { AttributesOf, ResourceType } from "@codecraft/api/types";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { api } from "@/api/client";
import { useTellLoss } from "./loss";

/**
 *   saved ⇄ unsaved → saving → saved
 *                            → refused      the server named fields; the next edit tries again
 *                            → unreachable  tried again by itself
 *                            → conflict     somebody else changed the same fields; a person decides
 */
export type DraftState = "saved" | "unsaved" | "saving" | "refused" | "unreachable" | "conflict";

/** The attribute that a message is about: "tags" of "tags/3". */
const attributeOf = (name: string) => name.split("/", 1)[0] ?? name;

/** The first message about an attribute, or about something in it. */
export function messageWithin(messages: Record<string, string>, attribute: string): string | undefined {
  const name = Object.keys(messages).find((one) => attributeOf(one) === attribute);
  return name && messages[name];
}

/** The attributes at fault, in the words of the page; without words for one, its name taken apart. */
export function namesAtFault(messages: Record<string, string>, words: Record<string, string> = {}): string[] {
  const names = new Set(Object.keys(messages).map(attributeOf));
  return [...names].map((name) => nameOf(name, words));
}

/** What the page calls an attribute. */
export function nameOf(attribute: string, words: Record<string, string> = {}): string {
  const apart = attribute.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words[attribute] ?? apart.charAt(0).toUpperCase() + apart.slice(1);
}

/** An attribute that two people have edited: what stands here, and what stands elsewhere. */
export interface Clash {
  name: string;
  here: unknown;
  other: unknown;
}

interface Ways<T extends ResourceType> {
  get: (id: string) => Promise<Item<T>>;
  update: (item: Item<T>, changes: Partial<AttributesOf[T]>) => Promise<Item<T>>;
  saved?: (item: Item<T>) => void;
  delayMs?: number;
}

/**
 * The edits of one resource, saved by themselves shortly after the last key. Only what was edited is sent, with
 * If-Match; when somebody else changed other fields meanwhile, both edits live on.
 */
export class Draft<T extends ResourceType> {
  #item: Item<T>;
  #changes: Partial<AttributesOf[T]> = {};
  #state: DraftState = "saved";
  #theirs: Item<T> | undefined;
  /** What was not chosen when a conflict ended: it can be had back as long as this draft lives. */
  #aside: Partial<AttributesOf[T]> = {};
  #messages: Record<string, string> = {};
  #failure = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #listeners = new Set<() => void>();
  #ways: Ways<T>;
  #snapshot: DraftView<T>;

  constructor(item: Item<T>, ways: Ways<T>) {
    this.#item = item;
    this.#ways = ways;
    this.#snapshot = this.#look();
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  view = () => this.#snapshot;

  /** Lays an edit over what the server has. */
  set = (changes: Partial<AttributesOf[T]>) => {
    this.#changes = { ...this.#changes, ...changes };
    for (const name of Object.keys(this.#messages))
      if (attributeOf(name) in changes) delete this.#messages[name];
    if (this.#state !== "conflict") this.#become(this.#running ? "saving" : "unsaved");
    else this.#become("conflict");
    this.#later(this.#ways.delayMs ?? 800);
  };

  /** Takes a newer reading of the resource; edits of other fields lie over it from then on. */
  renew = (item: Item<T>) => {
    if (this.#running || this.#theirs || item.id !== this.#item.id || this.#clashes(item)) return;
    if (
      JSON.stringify(item.attributes) === JSON.stringify(this.#item.attributes) &&
      item.etag === this.#item.etag
    )
      return;
    this.#item = item;
    this.#become(this.#state);
  };

  /** Saves now; resolves when nothing is waiting any more or it could not be saved. */
  flush = async (): Promise<boolean> => {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    if (this.#state !== "conflict" && Object.keys(this.#changes).length > 0) await this.#start();
    return this.#state === "saved";
  };

  /**
   * Ends a conflict. Of what both have edited one's own goes over theirs, or theirs stays; the other is put aside.
   * Edits of other fields are nobody's conflict: they are saved in any case.
   */
  resolve = (side: "mine" | "theirs") => {
    if (!this.#theirs) return;
    const names = this.#disputed(this.#theirs);
    const lost: Partial<AttributesOf[T]> = side === "mine" ? this.#theirs.attributes : this.#changes;
    this.#aside = pick(lost, names);
    this.#item = this.#theirs;
    this.#theirs = undefined;
    if (side === "theirs") for (const name of names) delete this.#changes[name];
    const isWaiting = Object.keys(this.#changes).length > 0;
    this.#become(isWaiting ? "unsaved" : "saved");
    if (isWaiting) this.#later(0);
  };

  /** Puts what was not chosen in the place of what was, which is aside from then on. */
  bringBack = () => {
    const back = this.#aside;
    this.#aside = pick(this.#snapshot.value, Object.keys(back) as (keyof AttributesOf[T])[]);
    this.set(back);
  };

  forget = () => {
    this.#aside = {};
    this.#become(this.#state);
  };

  #later(ms: number) {
    clearTimeout(this.#timer);
    if (this.#state === "conflict") return;
    this.#timer = setTimeout(() => void this.#start(), ms);
  }

  #start(): Promise<void> {
    if (this.#running) return this.#running;
    this.#running = this.#save().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #save() {
    while (Object.keys(this.#changes).length > 0) {
      const sent = this.#changes;
      this.#become("saving");
      try {
        this.#took(await this.#ways.update(this.#item, sent), sent);
      } catch (error) {
        if (!(await this.#failed(error))) return;
      }
    }
    this.#become("saved");
  }

  /** Edits made while the answer was on its way stay edits. */
  #took(item: Item<T>, sent: Partial<AttributesOf[T]>) {
    this.#item = item;
    this.#messages = {};
    const left: Partial<AttributesOf[T]> = {};
    for (const name of Object.keys(this.#changes) as (keyof AttributesOf[T])[]) {
      if (this.#changes[name] !== sent[name]) left[name] = this.#changes[name];
    }
    this.#changes = left;
    this.#ways.saved?.(item);
  }

  /** Answers whether to try again at once. */
  async #failed(error: unknown): Promise<boolean> {
    this.#failure = explain(error);
    if (error instanceof ApiError && error.conflict) {
      try {
        return this.#merge(await this.#ways.get(this.#item.id));
      } catch (second) {
        return this.#failed(second);
      }
    }
    if (error instanceof ApiError && !error.unreachable && error.status < 500 && error.status !== 429) {
      this.#messages = fieldMessages(error);
      this.#become("refused");
      return false;
    }
    this.#become("unreachable");
    this.#later((error instanceof ApiError && error.retryAfterSeconds ? error.retryAfterSeconds : 4) * 1000);
    return false;
  }

  #merge(theirs: Item<T>): boolean {
    if (!this.#clashes(theirs) && theirs.etag !== this.#item.etag) {
      this.#item = theirs;
      return true;
    }
    this.#theirs = theirs;
    this.#become("conflict");
    return false;
  }

  /** Whether somebody else has changed what is being edited here. */
  #clashes(theirs: Item<T>): boolean {
    return this.#clashing(theirs).length > 0;
  }

  #clashing(theirs: Item<T>): (keyof AttributesOf[T])[] {
    const names = Object.keys(this.#changes) as (keyof AttributesOf[T])[];
    return names.filter(
      (name) => JSON.stringify(theirs.attributes[name]) !== JSON.stringify(this.#item.attributes[name]),
    );
  }

  /** Refused without a clash to be seen, all that was edited is in dispute. */
  #disputed(theirs: Item<T>): (keyof AttributesOf[T])[] {
    const names = this.#clashing(theirs);
    return names.length > 0 ? names : (Object.keys(this.#changes) as (keyof AttributesOf[T])[]);
  }

  #become(state: DraftState) {
    this.#state = state;
    this.#snapshot = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #look(): DraftView<T> {
    const value = { ...this.#item.attributes, ...this.#changes };
    const others = this.#theirs ? pick(this.#theirs.attributes, this.#disputed(this.#theirs)) : {};
    return {
      value,
      clashes: clashesOf(value, others),
      aside: clashesOf(value, this.#aside),
      item: this.#item,
      state: this.#state,
      messages: { ...this.#messages },
      failure: this.#failure,
    };
  }
}

export interface DraftView<T extends ResourceType> {
  value: AttributesOf[T];
  item: Item<T>;
  state: DraftState;
  messages: Record<string, string>;
  failure: string;
  /** In a conflict, what both have edited: mine and theirs. */
  clashes: Clash[];
  /** After it, what was not chosen. */
  aside: Clash[];
}

export type DraftHandle<T extends ResourceType> = DraftView<T> &
  Pick<Draft<T>, "set" | "flush" | "resolve" | "bringBack" | "forget">;

function pick<A extends object>(attributes: Partial<A>, names: (keyof A)[]): Partial<A> {
  const picked: Partial<A> = {};
  for (const name of names) picked[name] = attributes[name];
  return picked;
}

function clashesOf(value: object, others: object): Clash[] {
  const here = value as Record<string, unknown>;
  return Object.entries(others).map(([name, other]) => ({ name, here: here[name], other }));
}

/** A draft for as long as the component shows this resource. Leaving the page with unsaved edits is asked about. */
export function useDraft<T extends ResourceType>(
  item: Item<T>,
  saved?: (item: Item<T>) => void,
): DraftHandle<T> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft belongs to the id; newer readings are renewed below
  const draft = useMemo(
    () =>
      new Draft<T>(item, {
        get: (id) => api.get(item.type, id),
        update: (base, changes) => api.update(base, changes),
        saved,
      }),
    [item.id],
  );
  useEffect(() => draft.renew(item), [draft, item]);
  const view = useSyncExternalStore(draft.subscribe, draft.view);
  useTellLoss({ isLost: view.state === "unreachable" });
  const isDirty = view.state !== "saved";
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
  // Going to another page of the app saves what is left.
  useEffect(() => () => void draft.flush(), [draft]);
  const { set, flush, resolve, bringBack, forget } = draft;
  return { ...view, set, flush, resolve, bringBack, forget };
}
