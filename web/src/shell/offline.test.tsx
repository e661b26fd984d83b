import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useTellLoss } from "@/lib/loss";
import { Offline } from "./offline";

let isOnline = true;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  isOnline = true;
  vi.spyOn(navigator, "onLine", "get").mockImplementation(() => isOnline);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function Part({ isLost, kept }: { isLost: boolean; kept?: string }) {
  useTellLoss({ isLost, kept });
  return null;
}

it("says once what is kept, however many parts have lost the connection, and goes away by itself", async () => {
  const page = document.createElement("div");
  const root = createRoot(page);
  const show = (isLost: boolean) =>
    act(async () =>
      root.render(
        <>
          <Offline />
          <Part isLost={isLost} kept="Your edits are kept." />
          <Part isLost={isLost} />
        </>,
      ),
    );
  const go = (online: boolean) =>
    act(async () => {
      isOnline = online;
      window.dispatchEvent(new Event(online ? "online" : "offline"));
    });
  const notices = () => [...page.querySelectorAll("[role=status]")].map((one) => one.textContent);
  await show(false);
  expect(notices()).toEqual([]);
  await show(true);
  expect(notices()).toEqual([]); // it may be over in a moment
  await act(async () => vi.advanceTimersByTime(2000));
  expect(notices()).toEqual(["No connection to the server. Your edits are kept."]);
  await go(false);
  expect(notices()).toEqual(["You are offline. Your edits are kept."]);
  await go(true);
  await show(false);
  expect(notices()).toEqual([]);
  await act(async () => root.unmount());
});
