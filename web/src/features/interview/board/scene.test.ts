import { expect, test } from "vitest";
import { type BoardElement, firstOf, inOrder, Scene } from "./scene";

const one = (id: string, version: number, versionNonce = 1, isDeleted = false): BoardElement => ({
  id,
  version,
  versionNonce,
  isDeleted,
});

test("of two versions of an element the higher holds, and of equal ones that with the lower nonce", () => {
  const scene = new Scene();
  scene.take([one("a", 2, 50), one("b", 1)]);
  scene.take([one("a", 1, 1), one("a", 2, 60), one("b", 2, 9, true), one("b", 1, 0)]);
  expect(scene.elements()).toEqual([one("a", 2, 50), one("b", 2, 9, true)]);
  scene.take([one("a", 2, 49)]);
  expect(scene.elements()[0]).toEqual(one("a", 2, 49));
});

test("what another scene has that is newer is lacking, and nothing of a stale one is", () => {
  const scene = new Scene();
  scene.take([one("a", 2), one("b", 3, 1, true)]);
  expect(scene.lacks([one("a", 2), one("b", 2), one("c", 1)])).toEqual([one("c", 1)]);
  expect(scene.lacks([one("a", 3)])).toEqual([one("a", 3)]);
});

test("elements lie over one another by their places, each once in the version that holds", () => {
  const at = (id: string, version: number, index?: string) => ({ ...one(id, version), index });
  const all = [
    at("none", 1),
    at("c", 1, "a1V"),
    at("b", 1, "b10"),
    at("a", 2, "a1"),
    at("b", 2, "a1"),
    at("z", 1, "Zz"),
  ];
  expect(inOrder(all).map(({ id, version }) => `${id}.${version}`)).toEqual([
    "z.1",
    "a.2",
    "b.2",
    "c.1",
    "none.1",
  ]);
});

test("a request carries what it can, and one element however large it is", () => {
  const many = Array.from({ length: 500 }, (_, i) => one(`e${i}`, 1));
  expect(firstOf(many)).toHaveLength(200);
  expect(firstOf(many.slice(0, 3))).toHaveLength(3);
  const large = { ...one("large", 1), text: "x".repeat(90_000) };
  expect(firstOf([large, one("a", 1)])).toEqual([large]);
  expect(firstOf([one("a", 1), large])).toEqual([one("a", 1)]);
  expect(firstOf([])).toEqual([]);
});
