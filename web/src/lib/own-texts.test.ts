// @vitest-environment happy-dom
import { afterEach, expect, test } from "vitest";
import { isOwnText, watchCopies } from "./own-texts";

let end = () => {};
afterEach(() => end());

function copy(target: EventTarget, put = "") {
  const event = new Event("copy", { bubbles: true });
  Object.assign(event, { clipboardData: { getData: () => put } });
  target.dispatchEvent(event);
}

test("what an editor put on the clipboard is the page's own, as part and with other indentation", () => {
  end = watchCopies();
  copy(document.body, "def solve():\r\n    return 42\r\n");
  expect(isOwnText("def solve():\n\treturn 42\n")).toBe(true);
  expect(isOwnText("return 42")).toBe(true);
  expect(isOwnText("return 43")).toBe(false);
});

test("so is what was selected in a field", () => {
  end = watchCopies();
  const field = document.body.appendChild(document.createElement("textarea"));
  field.value = "one two three";
  field.setSelectionRange(4, 13);
  copy(field);
  expect(isOwnText("two three")).toBe(true);
  expect(isOwnText("one two three")).toBe(false);
});

test("only the last copies are remembered, and none after the watch", () => {
  end = watchCopies();
  for (let i = 0; i <= 50; i++) copy(document.body, `copy ${i};`);
  expect(isOwnText("copy 0;")).toBe(false);
  expect(isOwnText("copy 1;")).toBe(true);
  end();
  copy(document.body, "afterwards");
  expect(isOwnText("copy 1;") || isOwnText("afterwards")).toBe(false);
});
