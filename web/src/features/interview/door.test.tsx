import { QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/query";
import { Door } from "./door";
import { rememberMe } from "./me";

vi.mock("./room", () => ({ Room: () => <p>This is the room.</p> }));
vi.mock("./check", () => ({
  DeviceCheck: ({ onDone }: { onDone: () => void }) => (
    <button type="button" onClick={onDone}>
      Continue
    </button>
  ),
}));

let root: Root;
let page: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.stubGlobal(
    "BroadcastChannel",
    class {
      postMessage() {}
      close() {}
    },
  );
  sessionStorage.clear();
  queryClient.clear();
  page = document.createElement("div");
  root = createRoot(page);
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const attributes = {
  title: "Second round",
  agenda: "",
  startsAt: "2030-01-01T10:00:00Z",
  durationMinutes: 45,
  timeZone: "UTC",
  state: "live",
  recorded: false,
  startedAt: "2030-01-01T10:00:00Z",
};
const json = (data: unknown, status = 200) => new Response(JSON.stringify({ data }), { status });

const refusal = (status: number, code: string) =>
  new Response(JSON.stringify({ errors: [{ status: String(status), code, title: "No" }] }), { status });

/** A server at whose door one waits until told otherwise. */
function serve(more: Partial<typeof attributes> = {}, role = "candidate", atFirst = "waiting") {
  let state = atFirst;
  const interview = { ...attributes, ...more };
  let out: ReadableStreamDefaultController<Uint8Array> | undefined;
  const knocks: Record<string, unknown>[] = [];
  const refusals: Response[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (path.includes("/events?tab=")) {
      const start = (controller: typeof out) => {
        out = controller;
      };
      return new Response(new ReadableStream<Uint8Array>({ start }));
    }
    if (path.startsWith("/v1/interview-sessions")) {
      const asked = JSON.parse(init.body as string).data.attributes;
      knocks.push(asked);
      const refused = refusals.shift();
      if (refused) return refused;
      return json({ attributes: { ...asked, state, participantId: "me", role } }, 201);
    }
    if (path.startsWith("/v1/scorecards")) return json([]);
    if (path.startsWith("/v1/interview-participants/")) {
      return json({ id: "me", type: "interview-participants", attributes: { role, state } });
    }
    return json({ id: "i", type: "interviews", attributes: interview });
  });
  const tell = (own: string, now = interview) =>
    act(async () => {
      state = own;
      const me = { id: "me", attributes: { name: "Me", role: "candidate", state: own, here: true } };
      const holder = {
        id: "h",
        attributes: { name: "Ira Interviewer", role: "interviewer", state: "admitted" },
      };
      const data = JSON.stringify({ id: "i", attributes: now, participants: [me, holder] });
      out?.enqueue(new TextEncoder().encode(`event: interview\ndata: ${data}\n\n`));
      await vi.advanceTimersByTimeAsync(1);
    });
  return { knocks, refusals, tell, interview };
}

async function show() {
  await act(async () =>
    root.render(
      <QueryClientProvider client={queryClient}>
        <Door interviewId="i" isMember={false} />
      </QueryClientProvider>,
    ),
  );
  await settle(); // what is asked of the server, and of other tabs
}

/** Lets everything happen that is due. */
function settle() {
  return act(async () => {
    await vi.advanceTimersByTimeAsync(500);
  });
}

async function press(name: string) {
  const button = [...page.querySelectorAll("button")].find((each) => each.textContent?.trim() === name);
  await act(async () => button?.click());
  await settle();
}

it("goes from the lobby into the room by itself once admitted", async () => {
  const { knocks, tell } = serve();
  await show();
  expect(knocks).toEqual([]);
  await press("Continue");
  expect(page.textContent).toContain("You are in the lobby");
  await tell("waiting");
  expect(page.textContent).toContain("Ira Interviewer can see that you are here");
  await tell("admitted");
  expect(page.textContent).toContain("This is the room.");
  expect(knocks).toHaveLength(2);
  expect(new Set(knocks.map(({ tab }) => tab)).size).toBe(1);
});

it("tells who was removed, and when it is over", async () => {
  const { tell, interview } = serve();
  await show();
  await press("Continue");
  await tell("removed");
  expect(page.textContent).toContain("You are not in this interview any more");
  await tell("removed", { ...interview, state: "ended" });
  expect(page.textContent).toContain("This interview has ended");
});

it.each([
  ["interviewer", true],
  ["candidate", false],
])("leaves an %s their scorecard to fill after the end: %s", async (role, has) => {
  const { tell, interview } = serve({}, role);
  await show();
  await press("Continue");
  await tell("admitted");
  await tell("admitted", { ...interview, state: "ended" });
  await settle();
  expect(page.textContent).toContain("This interview has ended");
  expect(page.textContent?.includes("Begin your scorecard")).toBe(has);
  expect(page.textContent?.includes("New note")).toBe(has);
});

it.each([
  ["interviewer", "admitted", true],
  ["interviewer", "invited", false],
  ["candidate", "admitted", false],
])("gives an %s who was %s and comes back after the end their scorecard: %s", async (role, state, has) => {
  serve({ state: "ended" }, role, state);
  rememberMe("i", "me");
  await show();
  await settle();
  expect(page.textContent).toContain("This interview has ended");
  expect(page.textContent?.includes("Begin your scorecard")).toBe(has);
});

it("asks before a recording, and sends the answer", async () => {
  const { knocks } = serve({ recorded: true });
  await show();
  await press("Continue");
  expect(page.textContent).toContain("This interview is to be recorded");
  expect(knocks).toEqual([]);
  await press("Take part without being recorded");
  expect(knocks).toMatchObject([{ consent: "refused" }]);
});

it("asks before it takes the place of another device of one's own", async () => {
  const { knocks, refusals } = serve();
  refusals.push(refusal(409, "in_elsewhere"));
  await show();
  await press("Continue");
  expect(page.textContent).toContain("You are in this interview elsewhere");
  expect(knocks).toHaveLength(1);
  expect(knocks[0]).not.toHaveProperty("takeOver");
  await press("Take over here");
  expect(knocks[1]).toMatchObject({ takeOver: true });
  expect(page.textContent).toContain("You are in the lobby");
});

it("waits for the video with a word about it, and goes in by itself", async () => {
  const { refusals } = serve();
  refusals.push(refusal(503, "video_unavailable"), refusal(503, "video_unavailable"));
  await show();
  await press("Continue");
  expect(page.textContent).toContain("The video does not answer yet");
  await act(async () => vi.advanceTimersByTimeAsync(10_000));
  expect(page.textContent).toContain("You are in the lobby");
});
