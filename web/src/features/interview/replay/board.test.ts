import { expect, test } from "vitest";
import { Scene } from "../board/scene";
import { BoardLog, type Drawing } from "./board";

const drawings: Drawing[] = Array.from({ length: 1000 }, (_, i) => ({
  ms: 100 * i,
  elements: [{ id: `e${i % 37}`, version: Math.floor(i / 37) + 1, versionNonce: i, isDeleted: i % 5 === 0 }],
}));

test("after any jump the board is what plain playing makes of it", () => {
  const log = new BoardLog(drawings);
  for (const count of [0, 1, 199, 200, 201, 617, 1000]) {
    const played = new Scene();
    for (const { elements } of drawings.slice(0, count)) played.take(elements);
    expect(log.after(count)).toEqual(played.elements());
  }
});

test("at a moment there is what was drawn until then", () => {
  const log = new BoardLog(drawings);
  expect([-1, 0, 99, 100, 99_900, 1e9].map((ms) => log.countAt(ms))).toEqual([0, 1, 1, 2, 1000, 1000]);
  expect(new BoardLog([]).after(0)).toEqual([]);
});
