import type { Item } from "@codecraft/api/resources";
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient, sessionQuery } from "@/api/query";
import { show } from "@/testing/show";
import { Evaluation, useEvaluationNews } from "./evaluation";
import { InterviewTable } from "./interview-table";
import { participantsQuery } from "./queries";

const interview = (more: object = {}) =>
  ({
    ...{ type: "interviews", id: "i" },
    attributes: {
      title: "Systems",
      state: "ended",
      startsAt: at(0),
      startedAt: at(0),
      durationMinutes: 60,
      ...more,
    },
  }) as unknown as Item<"interviews">;

function at(seconds: number) {
  return new Date(Date.parse("2026-03-02T09:00:00Z") + seconds * 1000).toISOString();
}

const person = (id: string, name: string, more: object = {}) => ({
  ...{ type: "interview-participants", id },
  attributes: { name, role: "interviewer", state: "admitted", self: false, ...more },
});

const card = (participantId: string, name: string, rating: number, more: object = {}) => ({
  ...{ type: "scorecards", id: `card of ${participantId}` },
  attributes: {
    ...{ participantId, name, state: "submitted", text: "", recommendation: "yes", submittedAt: at(4000) },
    scores: [{ criterion: "Code", rating, comment: `${name}'s comment` }],
    ...more,
  },
});

let answers: Record<string, unknown[]>;
let patched: object[];

beforeEach(() => {
  queryClient.clear();
  sessionStorage.clear();
  answers = { "interview-participants": [], scorecards: [], notes: [] };
  patched = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const [type = "", id] = new URL(address, "http://x").pathname.split("/").slice(2);
    if (init.method === "PATCH") patched.push(JSON.parse(init.body as string).data.attributes);
    return new Response(JSON.stringify({ data: id ? interview(patched.at(-1)) : (answers[type] ?? []) }));
  });
});
afterEach(() => vi.unstubAllGlobals());

let tell: ReturnType<typeof useEvaluationNews>["take"];

function Page({ of }: { of: Item<"interviews"> }) {
  const { told, take } = useEvaluationNews(of.id);
  tell = take;
  return <Evaluation interview={of} told={told} />;
}

function visit(of = interview(), permissions = ["interviews:hold", "interviews:write"]) {
  queryClient.setQueryData(sessionQuery.queryKey, { attributes: { permissions } } as never);
  return show(<Page of={of} />);
}

const entry = (kind: string, participantId: string, name: string) =>
  act(async () =>
    tell({ id: kind + participantId, name: "entry", data: { kind, participantId, name, data: {} } }),
  );
const ready = () => act(async () => tell({ id: "", name: "ready", data: {} }));

it("sets the scorecards side by side", async () => {
  answers["interview-participants"] = [person("a", "Ann"), person("b", "Ben")];
  answers.scorecards = [card("a", "Ann", 4), card("b", "Ben", 2, { recommendation: "no" })];
  visit();
  const table = await screen.findByRole("table", { name: "Scorecards" });
  const rows = within(table)
    .getAllByRole("row")
    .map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
  expect(rows).toEqual([
    ["Criterion", "Ann", "Ben"],
    ["Recommendation", "Yes", "No"],
    ["Code", "ExcellentAnn's comment", "FairBen's comment"],
    ["Summary", "–", "–"],
  ]);
  expect(screen.queryByText(/Still missing/)).toBeNull();
});

it("says why cards are hidden and whose are missing, and shows them once the stream tells of them", async () => {
  answers["interview-participants"] = [person("a", "Ann"), person("b", "Ben")];
  visit();
  expect(await screen.findByText(/^They are hidden .* Still missing: Ann, Ben\.$/)).toBeDefined();
  await entry("scorecard", "a", "Ann");
  await ready();
  expect(await screen.findByText(/Still missing: Ben\.$/)).toBeDefined();
  answers.scorecards = [card("a", "Ann", 4), card("b", "Ben", 2)];
  await entry("scorecard", "b", "Ben");
  expect(await screen.findByRole("table", { name: "Scorecards" })).toBeDefined();
});

it("has an interviewer who was there fill theirs, and write notes", async () => {
  answers["interview-participants"] = [person("a", "Ann", { self: true }), person("b", "Ben")];
  visit();
  expect(await screen.findByRole("button", { name: "Begin your scorecard" })).toBeDefined();
  expect(screen.getByText(/until you have submitted yours/)).toBeDefined();
  expect(screen.getByRole("textbox", { name: "New note" })).toBeDefined();
});

it("shows all notes with how far into the interview they were", async () => {
  answers.notes = [
    { type: "notes", id: "1", attributes: { at: at(75), name: "Ann", participantId: "a", text: "Asks" } },
    { type: "notes", id: "2", attributes: { at: at(3700), name: "Ben", participantId: "b", text: "Tests" } },
  ];
  visit();
  const list = await screen.findByRole("list", { name: "Notes" });
  await within(list).findByText("Tests");
  const items = within(list).getAllByRole("listitem");
  expect(items.map((item) => item.textContent)).toEqual(["1:15AnnAsks", "1:01:40BenTests"]);
  expect(screen.queryByRole("textbox", { name: "New note" })).toBeNull();
});

it("is nothing for a member who is the candidate, and before the beginning", async () => {
  answers["interview-participants"] = [person("k", "Kim", { role: "candidate", self: true })];
  const { container } = visit();
  await waitFor(() => expect(queryClient.getQueryData(participantsQuery("i").queryKey)).toHaveLength(1));
  await act(async () => {});
  expect(container.textContent).toBe("");
  expect(show(<Page of={interview({ startedAt: null })} />).container.textContent).toBe("");
});

it("takes a decision with its reason, once one is chosen", async () => {
  const user = userEvent.setup();
  visit();
  await user.click(await screen.findByRole("button", { name: "Decide" }));
  await user.click(screen.getByRole("button", { name: "Save the decision" }));
  expect(screen.getByRole("alert").textContent).toBe("Choose one of them.");
  await user.click(screen.getByRole("radio", { name: "Advance" }));
  await user.type(screen.getByRole("textbox", { name: "Why (optional)" }), "Strong in tests");
  await user.click(screen.getByRole("button", { name: "Save the decision" }));
  await waitFor(() => expect(patched).toEqual([{ decision: "advance", decisionText: "Strong in tests" }]));
});

it("tells what was decided, by whom and when, and lets it be taken back", async () => {
  const user = userEvent.setup();
  visit(interview({ decision: "hold", decisionText: "Once more", decidedAt: at(9000) }));
  await entry("decision", "", "Rita");
  const part = await screen.findByRole("region", { name: "Decision" });
  expect(part.textContent).toMatch(/Hold.*, by Rita/);
  expect(await within(part).findByText("Once more")).toBeDefined();
  await user.click(within(part).getByRole("button", { name: "Change" }));
  await user.click(screen.getByRole("radio", { name: "Nothing yet" }));
  await user.click(screen.getByRole("button", { name: "Save the decision" }));
  await waitFor(() => expect(patched).toEqual([{ decision: "", decisionText: "" }]));
});

it("has no form for who does not decide", async () => {
  visit(interview(), ["interviews:hold"]);
  expect(await screen.findByText("Whoever schedules interviews decides.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Decide" })).toBeNull();
});

it("shows decisions in the list of interviews that were held", () => {
  const now = Date.parse(at(9000));
  const held = [interview({ decision: "reject" }), { ...interview(), id: "j" }];
  const { unmount } = show(<InterviewTable title="Past" interviews={held} now={now} />);
  const cells = screen.getAllByRole("row").map((row) => row.children[2]?.textContent?.trim());
  expect(cells).toEqual(["Decision", "Reject", "None yet"]);
  unmount();
  show(<InterviewTable title="Upcoming" interviews={[interview({ startedAt: null })]} now={now} />);
  expect(screen.queryByText("Decision")).toBeNull();
});
