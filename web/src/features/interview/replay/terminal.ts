import type { TerminalFeed } from "@/ui/terminal-body";
import type { RoomTerminal } from "../workspace/terminals";

/** Something that was shown, in milliseconds since the interview began. */
export interface Shown {
  ms: number;
  data: Uint8Array;
}

/** A terminal of an interview that is over. */
export interface ReplayTerminal extends RoomTerminal {
  ms: number;
  outputs: Shown[];
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** How many of the outputs had been shown at a moment. */
function countAt(outputs: Shown[], ms: number): number {
  const later = outputs.findIndex((one) => one.ms > ms);
  return later < 0 ? outputs.length : later;
}

/** When a terminal was opened, or showed something last, until a moment. */
function activeMs({ ms: opened, outputs }: ReplayTerminal, ms: number): number {
  return Math.max(opened, outputs[countAt(outputs, ms) - 1]?.ms ?? 0);
}

/** The terminal to be seen at a moment: the one in which something happened last, unless another program was run since. */
export function terminalAt(
  terminals: ReplayTerminal[],
  runs: { ms: number }[],
  ms: number,
): ReplayTerminal | undefined {
  const newest = terminals.findLast((one) => one.ms <= ms);
  const ran = runs.findLast((one) => one.ms <= ms);
  return newest && (!ran || activeMs(newest, ms) >= ran.ms) ? newest : undefined;
}

type Screen = Parameters<TerminalFeed["attach"]>[0];

/** Makes a screen as new. */
const clear = bytesOf("\x1bc");

/** What a terminal has shown, for a screen that shows it as it was at a moment, and at another one. */
export class Tape implements TerminalFeed {
  readonly isAnswering = false;
  readonly #outputs: Shown[];
  #screen: Screen | undefined;
  /** Of the outputs, on the screen. */
  #count = 0;

  constructor(outputs: Shown[]) {
    this.#outputs = outputs;
  }

  attach(screen: Screen) {
    this.#screen = screen;
    this.#show(0, this.#count);
    return () => {
      if (this.#screen === screen) this.#screen = undefined;
    };
  }

  /** Nothing can be typed into what is over, and it keeps its size. */
  type() {}
  resize() {}

  /** What is on the screen stays there and is gone on from; only for a moment before it all is shown anew. */
  seek(ms: number) {
    const count = countAt(this.#outputs, ms);
    const isBefore = count < this.#count;
    if (isBefore) this.#screen?.(clear, () => {});
    this.#show(isBefore ? 0 : this.#count, count);
    this.#count = count;
  }

  #show(from: number, to: number) {
    for (const { data } of this.#outputs.slice(from, to)) this.#screen?.(data, () => {});
  }
}
