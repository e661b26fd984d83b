import { expect, it } from "vitest";
import { opacityOf, sizeOf } from "./painter";

it.each([
  ["as it is where it is small enough", 640, 360, 640, 360],
  ["smaller where it is larger", 1280, 720, 640, 360],
  ["in its own shape", 640, 480, 480, 360],
  ["in even numbers", 1000, 999, 360, 360],
  ["upright, from a phone", 720, 1280, 202, 360],
])("a picture is %s", (_, width, height, wantedWidth, wantedHeight) => {
  expect(sizeOf({ width, height })).toEqual({ width: wantedWidth, height: wantedHeight });
});

it("a person is whole, the background is none of it, and the edge is between", () => {
  expect([0, 0.2, 0.5, 0.8, 1].map(opacityOf)).toEqual([0, 0, 128, 255, 255]);
});
