import { type BoardElement, Scene } from "../board/scene";

/** What somebody drew at a moment, in milliseconds since the interview began. */
export interface Drawing {
  ms: number;
  elements: BoardElement[];
}

/** How far apart the scenes are that are kept: a jump goes on from the last of them. */
const step = 200;

/** The whiteboard of an interview that is over, at any of its moments. */
export class BoardLog {
  readonly drawings: Drawing[];
  readonly #kept: BoardElement[][] = [[]];

  constructor(drawings: Drawing[]) {
    this.drawings = drawings;
    const scene = new Scene();
    drawings.forEach(({ elements }, i) => {
      scene.take(elements);
      if ((i + 1) % step === 0) this.#kept.push(scene.elements());
    });
  }

  /** How many drawings had been made. */
  countAt(ms: number): number {
    const later = this.drawings.findIndex((drawing) => drawing.ms > ms);
    return later < 0 ? this.drawings.length : later;
  }

  /** The elements after so many drawings, those that were deleted among them. */
  after(count: number): BoardElement[] {
    const from = Math.floor(count / step);
    const scene = new Scene();
    scene.take(this.#kept[from] ?? []);
    for (const { elements } of this.drawings.slice(from * step, count)) scene.take(elements);
    return scene.elements();
  }
}
