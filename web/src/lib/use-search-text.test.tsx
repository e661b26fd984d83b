import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useSearchText } from "./use-search-text";

type Search = ReturnType<typeof useSearchText>;

interface BoxProps {
  q?: string;
  write: (text: string | undefined) => void;
  take: (search: Search) => void;
}

function Box({ q, write, take }: BoxProps) {
  take(useSearchText(q, write));
  return null;
}

/** A page whose address is kept here; the writes are told, and arrive when the test says so. */
function page(kept?: string) {
  const root = createRoot(document.createElement("div"));
  const writes: (string | undefined)[] = [];
  let search: Search | undefined;
  const take = (now: Search) => {
    search = now;
  };
  const show = (q?: string) =>
    act(() => root.render(<Box q={q} write={(text) => writes.push(text)} take={take} />));
  show(kept);
  return {
    writes,
    show,
    leave: () => act(() => root.unmount()),
    type: (text: string) => act(() => search?.type(text)),
    forget: () => act(() => search?.forget()),
    text: () => search?.text,
  };
}

const rest = () => act(() => vi.advanceTimersByTime(300));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("what is typed is written once it has rested", () => {
  const box = page();
  box.type("s");
  box.type("su");
  expect(box.writes).toEqual([]);
  rest();
  expect(box.writes).toEqual(["su"]);
  box.show("su");
  box.type("");
  rest();
  expect(box.writes).toEqual(["su", undefined]);
});

test("a filter that is cleared empties the box, and what goes back fills it", () => {
  const box = page("sum");
  expect(box.text()).toBe("sum");
  box.show(undefined);
  expect(box.text()).toBe("");
  box.show("sum");
  expect(box.text()).toBe("sum");
  rest();
  expect(box.writes).toEqual([]);
});

test("another change of the address gives up what waits", () => {
  const box = page("sum");
  box.type("summ");
  box.show(undefined);
  rest();
  expect(box.writes).toEqual([]);
  expect(box.text()).toBe("");
});

test("what is typed while a write is on its way stays", () => {
  const box = page();
  box.type("su");
  rest();
  box.type("sum");
  box.show("su");
  expect(box.text()).toBe("sum");
  rest();
  expect(box.writes).toEqual(["su", "sum"]);
});

test("nothing is written after the page was left, or was told to forget", () => {
  const left = page();
  left.type("su");
  left.leave();
  const forgetful = page();
  forgetful.type("su");
  forgetful.forget();
  rest();
  expect([left.writes, forgetful.writes]).toEqual([[], []]);
  expect(forgetful.text()).toBe("");
});
