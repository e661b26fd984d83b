import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { show } from "@/testing/show";
import { announce } from "@/ui/announcer";
import { Timer } from "./timer";

vi.mock("@/ui/announcer", () => ({ announce: vi.fn() }));

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: Date.parse("2026-03-02T09:00:00Z") });
  vi.mocked(announce).mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

it("counts down, speaks as the last minutes begin, and says once that time is over", async () => {
  const onOver = vi.fn();
  show(<Timer endsAt="2026-03-02T09:05:02Z" isHidden={false} onToggle={() => {}} onOver={onOver} />);
  expect(screen.getByRole("button").textContent).toBe("5:02");
  await pass(3);
  expect(screen.getByRole("button", { name: "Time left 4:59: hide it" })).toBeDefined();
  expect(vi.mocked(announce).mock.calls).toEqual([["5 minutes left"]]);
  await pass(240);
  expect(vi.mocked(announce).mock.calls).toEqual([["5 minutes left"], ["1 minute left"]]);
  expect(onOver).not.toHaveBeenCalled();
  await pass(120);
  expect(screen.getByRole("button").textContent).toBe("0:00");
  expect(onOver).toHaveBeenCalledTimes(1);
});

it("speaks though it is hidden, and is shown again by a press", async () => {
  const onToggle = vi.fn();
  show(<Timer endsAt="2026-03-02T09:01:01Z" isHidden onToggle={onToggle} onOver={() => {}} />);
  expect(screen.getByRole("button").textContent).toBe("Hidden");
  await pass(2);
  expect(vi.mocked(announce).mock.calls).toEqual([["1 minute left"]]);
  await userEvent
    .setup({ advanceTimers: vi.advanceTimersByTime })
    .click(screen.getByRole("button", { name: "Time left is hidden: show it" }));
  expect(onToggle).toHaveBeenCalledTimes(1);
});
