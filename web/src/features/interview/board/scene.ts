/** What decides between two versions of an element; all else of it is Excalidraw's own. */
export interface BoardElement {
  id: string;
  version: number;
  versionNonce: number;
  isDeleted: boolean;
  /** Of two elements that with the higher one lies over the other. */
  index?: string | null;
}

/** What draws elements, once it is there. */
export type Easel = (elements: BoardElement[]) => void;

/** Whether one holds against another version, as the server and Excalidraw have it. */
function beats(one: BoardElement, other: BoardElement | undefined): boolean {
  if (!other || one.version !== other.version) return one.version > (other?.version ?? 0);
  return one.versionNonce < other.versionNonce;
}

/** Elements by their ids, each in the version that holds. */
export class Scene {
  readonly #all = new Map<string, BoardElement>();

  take(elements: readonly BoardElement[]) {
    for (const element of elements) {
      if (beats(element, this.#all.get(element.id))) this.#all.set(element.id, element);
    }
  }

  /** Those of others that are newer than what is here. */
  lacks<T extends BoardElement>(others: readonly T[]): T[] {
    return others.filter((other) => beats(other, this.#all.get(other.id)));
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  elements(): BoardElement[] {
    return [...this.#all.values()];
  }
}

/** Each in the version that holds, the lowest first, as in Excalidraw's own pages; what has no place lies over all else. */
export function inOrder(elements: readonly BoardElement[]): BoardElement[] {
  const scene = new Scene();
  scene.take(elements);
  const placeOf = ({ index, id }: BoardElement) => `${index ?? "~"} ${id}`;
  return scene.elements().sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
}

/** What is left of an element when only its version counts. Excalidraw goes on changing its own in their place. */
export const versionOf = ({ id, version, versionNonce, isDeleted }: BoardElement): BoardElement => ({
  id,
  version,
  versionNonce,
  isDeleted,
});

const mostElements = 200;
/** Of JSON; as bytes up to three times as many. */
const mostUnits = 80_000;

/** As many of the first elements as one request carries, and one at least. */
export function firstOf<T>(elements: T[]): T[] {
  let units = 0;
  const end = elements.findIndex((element, i) => {
    units += JSON.stringify(element).length;
    return i > 0 && (i >= mostElements || units > mostUnits);
  });
  return end < 0 ? elements : elements.slice(0, end);
}
