import { QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/query";
import { noteServerTime } from "@/lib/clock";
import { Announcer } from "@/ui/announcer";
import { type Workspace, WorkspaceContext, WorkspaceStore } from "../workspace/store";
import { Timer } from "./timer";

let root: Root;
let page: HTMLElement;
let store: WorkspaceStore;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-02T12:00:00Z") });
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  page = document.createElement("div");
  document.body.append(page);
  root = createRoot(page);
  store = new WorkspaceStore();
});
afterEach(async () => {
  await act(async () => root.unmount());
  page.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  noteServerTime(new Date().toISOString());
});

type Attributes = Workspace["attributes"];

const tell = (attributes: Partial<Attributes>) =>
  act(async () => {
    const still = {
      locked: false,
      timerState: "stopped",
      timerSeconds: 0,
      timerSecondsLeft: 0,
      timerEndsAt: null,
    };
    store.take({
      id: "",
      name: "workspace",
      data: { id: "i", attributes: { ...still, ...attributes }, files: [], problems: [] },
    });
  });

const show = (holds: boolean) =>
  act(async () =>
    root.render(
      <QueryClientProvider client={queryClient}>
        <WorkspaceContext value={store}>
          <Timer holds={holds} />
          <Announcer />
        </WorkspaceContext>
      </QueryClientProvider>,
    ),
  );

const text = () => (page.textContent ?? "").replace(page.querySelector("[aria-live]")?.textContent ?? "", "");
const pass = (seconds: number) => act(async () => vi.advanceTimersByTime(seconds * 1000));

it("goes by the server's clock, whatever this machine's says, and stands still while paused", async () => {
  noteServerTime("2026-03-02T09:00:00Z"); // three hours behind ours
  await show(false);
  expect(text()).toBe("");
  await tell({
    timerState: "running",
    timerSeconds: 600,
    timerSecondsLeft: 600,
    timerEndsAt: "2026-03-02T09:10:00Z",
  });
  expect(text()).toBe("10:00");
  await pass(60);
  expect(text()).toBe("9:00");
  await tell({ timerState: "paused", timerSeconds: 600, timerSecondsLeft: 540 });
  await pass(60);
  expect(text()).toBe("9:00paused");
});

it("speaks at five minutes, at one and at the end, and not between", async () => {
  noteServerTime("2026-03-02T12:00:00Z");
  await show(false);
  await tell({
    timerState: "running",
    timerSeconds: 660,
    timerSecondsLeft: 660,
    timerEndsAt: "2026-03-02T12:11:00Z",
  });
  const said = () => page.querySelector("[aria-live]")?.textContent ?? "";
  const before = said();
  await pass(61);
  expect(said()).toBe(before);
  await pass(300);
  expect(said()).toBe("5 minutes left on the timer");
  await pass(240);
  expect(said()).toBe("1 minute left on the timer");
  await pass(60);
  expect(said()).toBe("The timer's time is up");
  expect(text()).toContain("Time is up");
});

it("is set, paused and reset by whoever holds the interview", async () => {
  const asked: Partial<Attributes>[] = [];
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
    const { attributes } = JSON.parse(init.body as string).data;
    asked.push(attributes);
    return new Response(JSON.stringify({ data: { id: "i", type: "interview-workspaces", attributes } }));
  });
  const press = async (name: string) => {
    const buttons = [...document.body.querySelectorAll("button")];
    const button = buttons.find((each) => each.textContent?.trim() === name);
    if (!button)
      throw new Error(`there is no button ${name}, but ${buttons.map((each) => each.textContent)}`);
    await act(async () => button.click());
    await act(async () => vi.advanceTimersByTimeAsync(10));
  };
  await show(true);
  await tell({});
  await press("Timer");
  await press("Start");
  const running = { timerState: "running", timerSeconds: 1800 } as const;
  await tell({ ...running, timerSecondsLeft: 1800, timerEndsAt: "2026-03-02T12:30:00Z" });
  await press("Timer: 30:00");
  await press("Pause");
  await tell({ timerState: "paused", timerSeconds: 1800, timerSecondsLeft: 1800 });
  await press("Timer: 30:00paused");
  await press("Reset");
  expect(asked).toEqual([running, { timerState: "paused" }, { timerState: "stopped" }]);
});
