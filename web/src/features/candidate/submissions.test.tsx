import type { Item } from "@codecraft/api/resources";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/testing/show";
import { Submissions } from "./submissions";

const answer = {
  type: "answers",
  id: "7",
  attributes: { title: "Sums", groups: [{ name: "small" }, { name: "large" }] },
} as unknown as Item<"answers">;

const submission = (id: string, more: object) =>
  ({
    type: "submissions",
    id,
    attributes: {
      language: "python",
      createdAt: "2026-03-02T09:00:00Z",
      source: "print(3)\n",
      points: 100,
      ...more,
    },
  }) as unknown as Item<"submissions">;

const judged = submission("1", {
  state: "judged",
  verdict: "WA",
  score: 40,
  samples: [],
  groups: [
    { name: "large", verdict: "WA", earned: 0, points: 60 },
    { name: "small", verdict: "AC", earned: 40, points: 40 },
  ],
});
const queued = submission("2", { state: "queued", position: 2 });

it("says how to begin while there is nothing", () => {
  show(<Submissions answer={answer} submissions={[]} chosen={undefined} onChoose={() => {}} />);
  expect(screen.getByText("Nothing submitted yet")).toBeDefined();
});

it("lists the newest first, each with its number, its verdict, and its groups in the statement's order", async () => {
  const onChoose = vi.fn();
  show(<Submissions answer={answer} submissions={[queued, judged]} chosen={undefined} onChoose={onChoose} />);
  const [second, first] = screen.getAllByRole("listitem");
  expect(second?.textContent).toMatch(/^#2/);
  expect(first?.textContent).toMatch(/^#1.*small: Accepted, ✓ 40large: Wrong answer, ✗ 0.*40/);
  await userEvent.click(screen.getByRole("button", { name: /^#1/ }));
  expect(onChoose.mock.calls).toEqual([["1"]]);
});

it("gives back the text of the one that is shown, where it may be edited", async () => {
  const onLoad = vi.fn();
  const { rerender } = show(
    <Submissions answer={answer} submissions={[judged]} chosen="1" onChoose={() => {}} onLoad={onLoad} />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Load this version" }));
  expect(onLoad.mock.calls).toEqual([[judged]]);
  rerender(<Submissions answer={answer} submissions={[judged]} chosen="1" onChoose={() => {}} />);
  expect(screen.queryByRole("button", { name: "Load this version" })).toBeNull();
});
