import type { Item } from "@codecraft/api/resources";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/testing/show";
import { Statement } from "./statement";

const answer = {
  type: "answers",
  id: "7",
  attributes: {
    title: "Sums",
    sectionTitle: "Warm-up",
    difficulty: "easy",
    statement: "Read **two** numbers.",
    points: 100,
    limits: { cpuTimeMs: 2000, memoryKb: 262_144, outputKb: 1024 },
    samples: [
      { name: "1", input: "1 2\n", answer: "3\n", explanation: "One and *two*." },
      { name: "2", input: "", answer: "0\n" },
    ],
    groups: [
      { name: "small", points: 1 },
      { name: "large", points: 99 },
    ],
  },
} as unknown as Item<"answers">;

it("tells a problem whole: text, limits, samples, and what its hidden tests give", async () => {
  show(<Statement answer={answer} onTry={() => {}} />);
  const problem = screen.getByRole("article", { name: "Problem Sums" });
  expect(problem.textContent).toMatch(/Warm-up.*100 points.*Time limit 2 s.*Memory limit 256 MiB/);
  expect(await within(problem).findByText("two", { selector: "strong" })).toBeDefined();
  expect(await within(problem).findByText("two", { selector: "em" })).toBeDefined();
  const scoring = screen.getByRole("region", { name: "Scoring" });
  expect(
    within(scoring)
      .getAllByRole("listitem")
      .map((one) => one.textContent),
  ).toEqual(["small1 point", "large99 points"]);
  expect(screen.getByText("nothing")).toBeDefined();
});

it("runs the sample whose button was pressed, and copies what a sample reads", async () => {
  const onTry = vi.fn();
  const user = userEvent.setup();
  show(<Statement answer={answer} onTry={onTry} />);
  await user.click(screen.getByRole("button", { name: "Run Sample 2" }));
  expect(onTry.mock.calls).toEqual([[1]]);
  await user.click(screen.getAllByRole("button", { name: "Copy the input" })[0] as HTMLElement);
  expect(await navigator.clipboard.readText()).toBe("1 2\n");
});
