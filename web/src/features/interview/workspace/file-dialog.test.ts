import { expect, test } from "vitest";
import { freePath } from "./file-dialog";

test.each([
  ["main.py", [], "main.py"],
  ["main.py", ["main.py"], "main-2.py"],
  ["main.py", ["main.py", "main-2.py"], "main-3.py"],
  ["Makefile", ["Makefile"], "Makefile-2"],
])("a new file %s beside %j is %s", (wanted, taken, path) => {
  expect(freePath(wanted, taken)).toBe(path);
});
