import { expect, test } from "vitest";
import { bytesOf, type ReplayTerminal, Tape, terminalAt } from "./terminal";

const outputs = ["a", "b", "c", "d"].map((text, i) => ({ ms: 1000 * (i + 1), data: bytesOf(text) }));

/** A screen that knows nothing but letters, and to be cleared. */
function screen() {
  let text = "";
  const take = (data: Uint8Array) => {
    const shown = new TextDecoder().decode(data);
    text = shown === "\x1bc" ? "" : text + shown;
  };
  return { take, text: () => text };
}

test("after any jump the screen is what plain playing makes of it", () => {
  const tape = new Tape(outputs);
  const one = screen();
  tape.attach(one.take);
  for (const ms of [0, 1500, 1500, 4000, 2000, 0, 9000, 3999, 1000]) {
    tape.seek(ms);
    expect(one.text()).toBe("abcd".slice(0, Math.min(4, Math.floor(ms / 1000))));
  }
});

test("a screen that comes late, and one that takes its place, show what was shown until then", () => {
  const tape = new Tape(outputs);
  tape.seek(2000);
  const first = screen();
  const leave = tape.attach(first.take);
  const second = screen();
  tape.attach(second.take);
  leave();
  tape.seek(3000);
  expect([first.text(), second.text()]).toEqual(["ab", "abc"]);
});

test("a terminal is seen from its beginning on, until another program is run that it does not outlive", () => {
  const terminal = (ms: number, id: string) => ({ ms, id, outputs: [] as object[] }) as ReplayTerminal;
  const terminals = [{ ...terminal(500, "1"), outputs }, terminal(8000, "2")];
  const runs = [{ ms: 100 }, { ms: 2500 }];
  const seen = [0, 500, 2600, 3000, 7999, 8000].map((ms) => terminalAt(terminals, runs, ms)?.id);
  expect(seen).toEqual([undefined, "1", undefined, "1", "1", "2"]);
});
