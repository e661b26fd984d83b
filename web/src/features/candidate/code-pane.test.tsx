import type { Item } from "@codecraft/api/resources";
import { SharedDocument } from "@codecraft/collab/document";
import { FakeLocks, FakeRoom } from "@codecraft/collab/fake-room";
import { QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/query";
import { DocumentPool } from "@/lib/editor/pool";
import { browser } from "@/lib/surroundings";
import { CodePane } from "./code-pane";

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  Object.defineProperty(navigator, "locks", { value: new FakeLocks(), configurable: true });
  localStorage.clear();
});
afterEach(() => vi.unstubAllGlobals());

const answer = {
  type: "answers",
  id: "7",
  attributes: { title: "Sums", starters: [] as unknown[] },
} as Item<"answers">;
const languages = [
  { type: "languages", id: "python", attributes: { name: "Python", hello: "print(input())\n" } },
] as Item<"languages">[];

/** The pane with a document of this text, once the server has answered. */
async function show(text: string) {
  const room = new FakeRoom(text);
  const document = new SharedDocument({
    id: "d1",
    extensions: [],
    surroundings: { ...browser, connect: room.connect },
  });
  const page = window.document.createElement("div");
  window.document.body.append(page);
  const root = createRoot(page);
  const pool = new DocumentPool();
  await act(async () =>
    root.render(
      <QueryClientProvider client={queryClient}>
        <CodePane
          answer={answer}
          languages={languages}
          language="python"
          onLanguage={() => {}}
          document={document}
          editorMode="text"
          pool={pool}
          failure={null}
          onRetry={() => {}}
        />
      </QueryClientProvider>,
    ),
  );
  await act(async () => vi.waitFor(() => expect(document.view().state).toBe("saved")));
  const button = (name: string) =>
    [...window.document.querySelectorAll("button")].find((one) => one.textContent?.trim() === name);
  const press = (name: string) => act(async () => button(name)?.click());
  const leave = async () => {
    await act(async () => root.unmount());
    document.close();
    page.remove();
  };
  return { room, document, page, button, press, leave };
}

it("offers a first program in an empty editor, and is silent in any other", async () => {
  const { document, button, press, leave } = await show("");
  await press("Insert boilerplate");
  expect(document.text).toBe("print(input())\n");
  expect(button("Insert boilerplate")).toBeUndefined();
  await leave();
  const other = await show("written");
  expect(other.button("Insert boilerplate")).toBeUndefined();
  await other.leave();
});

it("shows what differs before one of two texts is chosen, and keeps the other one", async () => {
  const { room, document, page, button, press, leave } = await show("kept\n");
  room.refusals.push({ code: "document_too_large", detail: "" });
  await act(async () => {
    document.editor.dispatch({ changes: { from: 5, insert: "mine" }, userEvent: "input.type" });
    await vi.waitFor(() => expect(document.view().rescued).toBe("kept\nmine"));
  });
  expect(document.text).toBe("kept\n");
  expect(page.querySelector("[aria-label='The difference of the two texts']")?.textContent).toContain(
    "Only in the text that was not saved: mine",
  );
  await press("Keep what is in the editor");
  expect(document.text).toBe("kept\n");
  await press("Compare");
  await press("Put it into the editor");
  expect(document.text).toBe("kept\nmine");
  expect(document.view().aside).toBe("kept\n");
  expect(button("Compare")).toBeDefined();
  await leave();
});
