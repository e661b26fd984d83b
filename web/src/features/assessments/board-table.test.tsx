import type { AttemptAttributes } from "@codecraft/api/types";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show } from "@/testing/show";
import { BoardTable } from "./board-table";
import { attemptRow } from "./rows";

const now = Date.parse("2026-03-02T09:00:00Z");
beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now });
});
afterEach(() => {
  vi.useRealTimers();
});

const attempt = (more: object) =>
  ({
    ...{
      candidateName: "Kim",
      candidateEmail: "kim@x.example",
      state: "started",
      secondsLeft: 301,
      score: 40,
    },
    ...{ maxScore: 200, pastes: 0, absences: 0, lastActivityAt: "2026-03-02T08:58:00Z", workingOn: "" },
    progress: [
      { answerId: "a", title: "Sums", verdict: "WA", score: 40, points: 100, submissionCount: 2 },
      { answerId: "b", title: "Trees", verdict: "", score: 0, points: 100, submissionCount: 0 },
    ],
    ...more,
  }) as unknown as AttemptAttributes;

const present = (rows: Parameters<typeof BoardTable>[0]["rows"], onSort = vi.fn()) => {
  show(<BoardTable rows={rows} titles={["Sums", "Trees"]} sort="name" onSort={onSort} />);
  return onSort;
};
const cells = () => within(screen.getAllByRole("row")[1] as HTMLElement).getAllByRole("cell");

it("tells of somebody at work what each problem earned, where they are, and how long they have", () => {
  present([attemptRow("1", attempt({ workingOn: "b", pastes: 3 }), now - 3000)]);
  expect(screen.getByRole("link", { name: "Kim" }).getAttribute("href")).toBe("/attempts/1");
  expect(
    screen.getByRole("img", { name: "Sums: Wrong answer, 40 / 100 points, 2 submissions" }),
  ).toBeDefined();
  expect(within(cells()[3] as HTMLElement).getByRole("img", { name: "In work" })).toBeDefined();
  expect(within(cells()[2] as HTMLElement).queryByRole("img", { name: "In work" })).toBeNull();
  expect(
    cells()
      .slice(4)
      .map((cell) => cell.textContent),
  ).toEqual(["40 / 200", "4:58", "3", "–", expect.stringMatching(/^2 min.* ago/)]);
});

it("says who has left the page, and for how often", () => {
  present([attemptRow("1", attempt({ absences: 2, awaySince: "2026-03-02T08:59:00Z" }), now)]);
  expect(cells()[7]?.textContent).toBe("2Away");
});

it("has no numbers of who has not begun, and no link to who has not opened theirs", () => {
  present([{ id: "2", name: "lee@x.example", email: "lee@x.example", seenAt: 0 }]);
  expect(screen.queryByRole("link")).toBeNull();
  expect(
    cells()
      .slice(2)
      .map((cell) => cell.textContent),
  ).toEqual(["–", "–", "–", "–", "–", "–", "–"]);
});

it("sorts by what is pressed; the most first where that is what one looks for", async () => {
  const onSort = present([attemptRow("1", attempt({}), now)]);
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  await user.click(screen.getByRole("button", { name: /Score/ }));
  await user.click(screen.getByRole("button", { name: /Candidate/ }));
  expect(onSort.mock.calls).toEqual([["-score"], ["-name"]]);
});
