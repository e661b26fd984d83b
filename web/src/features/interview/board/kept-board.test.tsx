import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, test, vi } from "vitest";
import type { Desk } from "../workspace/use-desk";
import { useBoardHome } from "./home";
import { KeptBoard } from "./kept-board";

vi.mock("./board-pane", () => ({
  BoardPane: ({ isShown }: { isShown: boolean }) => <input aria-label="a board" data-shown={isShown} />,
}));

function Room({ isLookedAt }: { isLookedAt: boolean }) {
  const board = useBoardHome();
  return (
    <>
      {isLookedAt ? <main ref={board.place} /> : <p>A file</p>}
      <KeptBoard desk={{ interviewId: "i", board, whyReading: "" } as Desk} />
    </>
  );
}

test("a board is made when it is first looked at, and waits out of sight and out of reach of the keyboard", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const page = document.createElement("div");
  document.body.append(page);
  const root = createRoot(page);
  const look = (isLookedAt: boolean) => act(async () => root.render(<Room isLookedAt={isLookedAt} />));
  const board = () => page.querySelector("input");

  await look(false);
  expect(board()).toBeNull();
  await look(true);
  const first = board();
  expect(page.querySelector("main")?.contains(first)).toBe(true);
  expect(first?.dataset.shown).toBe("true");
  expect(first?.closest("[inert]")).toBeNull();

  await look(false);
  expect(board()).toBe(first);
  expect(first?.dataset.shown).toBe("false");
  expect(first?.closest("[inert]")).not.toBeNull();
  expect(first?.closest(".invisible")).not.toBeNull();

  await look(true);
  expect(board()).toBe(first);
  expect(page.querySelector("main")?.contains(first)).toBe(true);
  expect(first?.closest("[inert]")).toBeNull();
  await act(async () => root.unmount());
  page.remove();
  vi.unstubAllGlobals();
});
