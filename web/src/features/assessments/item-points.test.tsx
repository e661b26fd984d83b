import type { SectionItem } from "@codecraft/api/types";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ItemPoints, wrongPoints } from "./item-points";

let root: Root;
beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
});

const sum: SectionItem = { problemId: "1", title: "Sum", points: 100, maxScore: 100 };
const show = async (item: SectionItem) => {
  const onChange = vi.fn();
  await act(async () => root.render(<ItemPoints item={item} title="Sum" onChange={onChange} />));
  return onChange;
};
const input = () => document.querySelector("input") as HTMLInputElement;
/** Types as a person does: React looks at the setter of the element's own prototype. */
const type = (text: string) =>
  act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input(), text);
    input().dispatchEvent(new Event("input", { bubbles: true }));
  });

it("shows the problem's maximum score where there are no points of its own", async () => {
  await show(sum);
  expect(input().value).toBe("");
  expect(input().placeholder).toBe("100");
  expect(document.querySelector("label")?.textContent).toBe("Points of Sum; empty: 100");
});

it("tells points of its own, and that there are none any more", async () => {
  const onChange = await show(sum);
  await type("12.5");
  expect(onChange).toHaveBeenLastCalledWith({ ...sum, ownPoints: 12.5, points: 12.5 });
  const again = await show({ ...sum, ownPoints: 12.5, points: 12.5 });
  expect(input().value).toBe("12.5");
  await type("");
  expect(again).toHaveBeenLastCalledWith({ ...sum, ownPoints: null, points: 100 });
});

it.each(["0", "-5", "10001", "0.001"])(
  "says what is wrong with %s, keeps it in sight, and tells nobody",
  async (text) => {
    const onChange = await show(sum);
    await type(text);
    expect(onChange).not.toHaveBeenCalled();
    expect(input().value).toBe(text);
    expect(input().getAttribute("aria-invalid")).toBe("true");
    expect(document.querySelector("[role=alert]")?.textContent).toContain(
      `Not stored. ${wrongPoints(Number(text))}`,
    );
  },
);

it("takes what the server takes", () => {
  expect([0.01, 1, 33.33, 10_000].map(wrongPoints)).toEqual([undefined, undefined, undefined, undefined]);
});
