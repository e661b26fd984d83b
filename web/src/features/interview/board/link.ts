import { ApiError, explain } from "@codecraft/api/errors";
import { type BoardElement, firstOf, Scene, versionOf } from "./scene";

/** How the board of an interview is asked for and drawn on. */
export interface BoardPort {
  read(): Promise<{ number: number; elements: BoardElement[] }>;
  /** Some of the drawings behind a number, from the first one on, in their order; none: there are no more. */
  since(number: number): Promise<{ number: number; elements: BoardElement[] }[]>;
  draw(elements: BoardElement[]): Promise<{ number: number }>;
}

export interface LinkView {
  /** open: all that was drawn is there; sending; waiting: it is tried again by itself; refused: it is not. */
  state: "open" | "sending" | "waiting" | "refused";
  /** Why it waits, or was refused. */
  why: string;
}

const pauseMs = 200;
const longestWaitMs = 15_000;

const pauseOf = (pauses: number) => Math.min(longestWaitMs, 1000 * 2 ** pauses);

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Whether sending the same again may come to another end. */
function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.unreachable || error.status === 429 || error.status >= 500;
}

/** Which of the elements that were sent is at fault; undefined where none of them is. */
function atFault(error: unknown, sent: BoardElement[]): BoardElement | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 413) return sent[0]; // what is too large for any request goes alone
  const pointer = error.problems[0]?.source?.pointer;
  const place = /^\/data\/attributes\/elements\/(\d+)/.exec(pointer ?? "")?.[1];
  return place === undefined ? undefined : sent[Number(place)];
}

/** Keeps a page's drawing and the board of all the same. What is drawn while the server is away is sent when it is back. */
export class BoardLink {
  readonly #port: BoardPort;
  readonly #onElements: (elements: BoardElement[]) => void;
  readonly #onView: (view: LinkView) => void;
  /** What the server has. */
  readonly #there = new Scene();
  /** What it does not take as it is; once it has changed it is sent again. */
  readonly #refused = new Scene();
  #why = "";
  /** As it was told last: a page that is drawn anew tells of its elements, which must not have it drawn anew again. */
  #view: LinkView = { state: "open", why: "" };
  /** What the page shows. */
  #shown: readonly BoardElement[] = [];
  #number = 0;
  #told = 0;
  #isPushing = false;
  #isPulling = false;
  #isLeft = false;

  constructor(
    port: BoardPort,
    on: { elements: (elements: BoardElement[]) => void; view: (view: LinkView) => void },
  ) {
    this.#port = port;
    this.#onElements = on.elements;
    this.#onView = on.view;
  }

  /** Reads the board as it is. */
  async open(): Promise<BoardElement[]> {
    this.#isLeft = false;
    const { number, elements } = await this.#port.read();
    this.#number = Math.max(this.#number, number);
    this.#know(elements);
    void this.#pull();
    return elements;
  }

  /** The stream has told of a drawing. */
  heard(number: number) {
    this.#told = Math.max(this.#told, number);
    void this.#pull();
  }

  /** The page shows this now: what is new of it is sent. */
  drew(elements: readonly BoardElement[]) {
    this.#shown = elements;
    this.send();
  }

  /** Sends what was drawn and is not with the others yet. */
  send() {
    void this.#push();
  }

  /** The page is left. What it has drawn is sent all the same. */
  leave() {
    this.#isLeft = true;
    this.send();
  }

  #tell(state: LinkView["state"], why = "") {
    if (this.#isLeft || (state === this.#view.state && why === this.#view.why)) return;
    this.#view = { state, why };
    this.#onView(this.#view);
  }

  #know(elements: readonly BoardElement[]) {
    this.#there.take(elements.map(versionOf));
  }

  /** What the server lacks. What it never had and is gone again is none of it. */
  #unsent(): BoardElement[] {
    return this.#there.lacks(this.#shown).filter(({ id, isDeleted }) => !isDeleted || this.#there.has(id));
  }

  async #push() {
    if (this.#isPushing) return;
    this.#isPushing = true;
    let pauses = 0;
    for (;;) {
      // A copy: the page goes on changing its elements while these are on their way.
      const part = structuredClone(firstOf(this.#refused.lacks(this.#unsent())));
      if (part.length === 0) break;
      this.#tell("sending");
      try {
        const { number } = await this.#port.draw(part);
        this.#know(part);
        this.#drawn(number);
        pauses = 0;
        await wait(pauseMs);
      } catch (error) {
        this.#why = explain(error);
        if (mayPass(error)) {
          this.#tell("waiting", this.#why);
          if (this.#isLeft && pauses > 3) break;
          await wait(pauseOf(pauses++));
        } else {
          const one = atFault(error, part);
          if (!one) break;
          this.#refused.take([one]);
          await wait(pauseMs);
        }
      }
    }
    this.#isPushing = false;
    if (this.#unsent().length > 0) this.#tell("refused", this.#why);
    else this.#tell("open");
  }

  /** One's own drawing needs no reading, unless others have drawn before it. */
  #drawn(number: number) {
    if (number === this.#number + 1) this.#number = number;
    this.heard(number);
  }

  async #pull() {
    if (this.#isPulling) return;
    this.#isPulling = true;
    let pauses = 0;
    while (this.#told > this.#number && !this.#isLeft) {
      try {
        const drawings = await this.#port.since(this.#number);
        if (drawings.length === 0) break;
        this.#come(drawings);
        pauses = 0;
      } catch (error) {
        if (!mayPass(error)) break;
        await wait(pauseOf(pauses++));
      }
    }
    this.#isPulling = false;
  }

  #come(drawings: { number: number; elements: BoardElement[] }[]) {
    const elements = drawings.flatMap((drawing) => drawing.elements);
    this.#know(elements);
    this.#number = Math.max(this.#number, ...drawings.map(({ number }) => number));
    if (!this.#isLeft) this.#onElements(elements);
  }
}
