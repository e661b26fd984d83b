import type { AttributesOf } from "@codecraft/api/types";
import { expect, it } from "vitest";
import { keepPlace } from "./use-attempt";

const submission = (state: string, position?: number) => ({ state, position }) as AttributesOf["submissions"];

it("a place in the queue holds until another is told, and goes with the queue", () => {
  expect(keepPlace(submission("queued"), submission("queued", 3)).position).toBe(3);
  expect(keepPlace(submission("queued", 2), submission("queued", 3)).position).toBe(2);
  expect(keepPlace(submission("judging"), submission("queued", 3)).position).toBeUndefined();
});
