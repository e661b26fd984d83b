import { type ChangeDesc, type ChangeSet, StateEffect, StateField } from "@codemirror/state";

/** Where somebody is in a document: the selection, and the beginning of the first line they see. */
export interface Place {
  anchor: number;
  head: number;
  top: number;
}

/** Another tab that shows the document, in positions of the text of this one. */
export interface Presence extends Place {
  client: string;
  actor: string;
  /** Counts what was told of places, so that one who moves can be told from one who is moved by others' edits. */
  turn: number;
}

/** A tab is somewhere. */
export const seen = StateEffect.define<Presence>();
/** A tab, or without a name all of them, shows this document no more. */
export const left = StateEffect.define<string | undefined>();
/** Whose the changes of a transaction are. */
export const authored = StateEffect.define<string>();

/** Where a place is after a change. Whoever writes stands behind what they write, others before it. */
export function moved(place: Place, changes: ChangeDesc, isAuthor: boolean): Place {
  const to = (position: number) =>
    changes.mapPos(Math.min(Math.max(0, position), changes.length), isAuthor ? 1 : -1);
  return { anchor: to(place.anchor), head: to(place.head), top: to(place.top) };
}

/** All others who show the document, kept right through every edit. */
export const presences = StateField.define<readonly Presence[]>({
  create: () => [],
  update(before, { effects, changes, docChanged }) {
    const author = effects.find((effect) => effect.is(authored))?.value;
    let all = before;
    if (docChanged) all = all.map((one) => ({ ...one, ...moved(one, changes, one.client === author) }));
    for (const effect of effects) {
      if (effect.is(seen))
        all = [...all.filter(({ client }) => client !== effect.value.client), effect.value];
      if (effect.is(left))
        all = effect.value === undefined ? [] : all.filter((one) => one.client !== effect.value);
    }
    return all;
  },
});

interface Applied {
  changes: ChangeSet;
  client?: string;
}

/** The updates of a while: what others say in positions of a version is often a little behind. */
export class Recent {
  #updates: Applied[] = [];

  add(update: Applied) {
    this.#updates.push(update);
    if (this.#updates.length > 300) this.#updates.splice(0, 100);
  }

  clear() {
    this.#updates = [];
  }

  /** Where a tab's place, that it told so many updates ago, is now. */
  bring(place: Place, client: string, behind: number): Place {
    const since = behind > 0 ? this.#updates.slice(-behind) : [];
    return since.reduce((at, { changes, client: author }) => moved(at, changes, author === client), place);
  }
}
