import type { Item } from "@codecraft/api/resources";
import { expect, test } from "vitest";
import { descendants, inTree } from "./group-tree";

const group = (id: string, parentId = "") =>
  ({ type: "test-groups", id, attributes: { parentId } }) as Item<"test-groups">;
const all = [group("b", "a"), group("a"), group("c", "b"), group("d", "gone")];

test("groups stand below those they are in, strays at the top", () => {
  expect(inTree(all).map(({ group: { id }, depth }) => `${depth}${id}`)).toEqual(["0a", "1b", "2c", "0d"]);
});

test("what is in a group counts at every depth, and in no circle", () => {
  expect([...descendants(all, "a")]).toEqual(["b", "c"]);
  expect([...descendants([group("x", "y"), group("y", "x")], "x")]).toEqual(["y", "x"]);
});
