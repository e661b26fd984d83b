import type { AttemptAttributes, InvitationAttributes } from "@codecraft/api/types";
import { describe, expect, it } from "vitest";
import { attemptRow, boardRows, countStates, sortRows } from "./rows";

const attempt = (email: string, state: AttemptAttributes["state"], score = 0) =>
  attemptRow(
    `attempt of ${email}`,
    {
      candidateName: email,
      candidateEmail: email,
      state,
      score,
      lastActivityAt: "2026-03-02",
    } as AttemptAttributes,
    1,
  );
const invitation = (email: string, state: InvitationAttributes["state"]) => ({
  id: `invitation of ${email}`,
  attributes: { name: "", email, state, sentAt: "2026-03-01" },
});

describe("who is on the board", () => {
  // The list of invitations is older than the stream: bo has just opened their link.
  const attempts = [
    attempt("bo@x", "ready"),
    attempt("cy@x", "started", 30),
    attempt("di@x", "finished", 80),
    attempt("fay@x", "ready"),
  ];
  const invitations = [
    invitation("ada@x", "sent"),
    invitation("bo@x", "sent"),
    invitation("cy@x", "started"),
    invitation("di@x", "finished"),
    invitation("eve@x", "revoked"),
    invitation("fay@x", "revoked"),
  ];
  const rows = boardRows(invitations, attempts);

  it("is everybody invited, once, and nobody whose invitation was revoked, opened or not", () => {
    expect(sortRows(rows, "name").map((row) => row.name)).toEqual(["ada@x", "bo@x", "cy@x", "di@x"]);
  });

  it("is counted by how far they are", () => {
    expect(countStates(rows)).toEqual({ unopened: 1, ready: 1, started: 1, finished: 1 });
  });

  it.each([
    ["state", ["cy@x", "di@x", "bo@x", "ada@x"]],
    ["-score", ["di@x", "cy@x", "bo@x", "ada@x"]],
    ["-activity", ["bo@x", "cy@x", "di@x", "ada@x"]],
  ])("stands by %s", (sort, expected) => {
    expect(sortRows(rows, sort).map((row) => row.name)).toEqual(expected);
  });
});
