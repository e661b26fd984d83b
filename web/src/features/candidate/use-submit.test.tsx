import type { Item } from "@codecraft/api/resources";
import type { SharedDocument } from "@codecraft/collab/document";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/query";
import { Actions } from "./actions";
import { useSubmit, withSubmission } from "./use-submit";

beforeEach(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));
afterEach(() => vi.unstubAllGlobals());

const submission = (id: string, state: string) =>
  ({ type: "submissions", id, attributes: { state } }) as Item<"submissions">;

it("a verdict that came before the answer to the submission stands", () => {
  const judged = submission("1", "judged");
  expect(withSubmission([judged, submission("0", "judged")], submission("1", "queued"))[0]).toBe(judged);
});

it("a new submission comes first", () => {
  const states = withSubmission([submission("0", "judged")], submission("1", "queued")).map(
    (one) => one.attributes.state,
  );
  expect(states).toEqual(["queued", "judged"]);
});

/** Shows something, and gives the page it is on. */
async function show(what: ReactNode) {
  const page = document.createElement("div");
  const root = createRoot(page);
  await act(async () => root.render(what));
  return { page, leave: () => act(async () => root.unmount()) };
}

const answer = { type: "answers", id: "7" } as Item<"answers">;
const text = { settled: async () => 3 } as unknown as SharedDocument;

/** Hands out what a rendering gives a page to submit with. */
function Page({ take }: { take: (start: (document: SharedDocument) => void) => void }) {
  take(useSubmit("1", answer, () => {}).start);
  return null;
}

it("two presses at once submit once, and the next one again", async () => {
  const send = vi.fn(async () => new Response(JSON.stringify({ data: submission("1", "queued") })));
  vi.stubGlobal("fetch", send);
  let start: (document: SharedDocument) => void = () => {};
  const { leave } = await show(
    <QueryClientProvider client={queryClient}>
      <Page
        take={(given) => {
          start = given;
        }}
      />
    </QueryClientProvider>,
  );
  const press = start; // of one rendering: the second press comes before the next
  await act(async () => {
    press(text);
    press(text);
  });
  expect(send).toHaveBeenCalledTimes(1);
  await act(async () => start(text));
  expect(send).toHaveBeenCalledTimes(2);
  await leave();
});

it("a double click on Submit is one, however quick the answer is; a later click is another", async () => {
  const onSubmit = vi.fn();
  const none = () => {};
  const { page, leave } = await show(
    <Actions
      reason=""
      isRunning={false}
      isSubmitting={false}
      waitSeconds={0}
      onRun={none}
      onRunAll={none}
      onStop={none}
      onSubmit={onSubmit}
    />,
  );
  document.body.append(page);
  const button = [...page.querySelectorAll("button")].find((one) => one.textContent?.includes("Submit"));
  const click = (detail: number) =>
    act(async () => {
      button?.dispatchEvent(new MouseEvent("click", { bubbles: true, detail }));
    });
  await click(1);
  await click(2);
  expect(onSubmit).toHaveBeenCalledTimes(1);
  await click(1);
  expect(onSubmit).toHaveBeenCalledTimes(2);
  await leave();
  page.remove();
});
