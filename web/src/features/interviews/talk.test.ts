import type { Item } from "@codecraft/api/resources";
import { expect, it } from "vitest";
import { filesOf, type Talk, valuesAbout } from "./talk";

const answer = (id: string, title: string) =>
  ({ type: "answers", id, attributes: { title } }) as unknown as Item<"answers">;
const submission = (of: string, createdAt: string, source: string, language = "python") =>
  ({
    ...{ type: "submissions", id: `${of} ${createdAt}` },
    attributes: { createdAt, source, language },
    relationships: { answer: { data: { type: "answers", id: of } } },
  }) as unknown as Item<"submissions">;
const nameOf = (language: string) => (language === "java" ? "Main.java" : "main.py");

it("lays out what was handed in last, problem by problem, in folders where there are several", () => {
  const answers = [answer("a", "Two sums!"), answer("b", "Nothing here"), answer("c", "Bäume & Äste")];
  const submissions = [
    submission("a", "2026-01-01T10:00:00Z", "old"),
    submission("c", "2026-01-01T10:05:00Z", "class Main {}", "java"),
    submission("a", "2026-01-01T10:10:00Z", "new"),
  ];
  expect(filesOf(answers, submissions, nameOf)).toEqual([
    { path: "1-two-sums/main.py", language: "python", source: "new" },
    { path: "2-bäume-äste/Main.java", language: "java", source: "class Main {}" },
  ]);
});

it("has one problem's file in no folder, and nothing where nothing was handed in", () => {
  const one = filesOf([answer("a", "Sums")], [submission("a", "2026-01-01T10:00:00Z", "x")], nameOf);
  expect(one).toEqual([{ path: "main.py", language: "python", source: "x" }]);
  expect(filesOf([answer("a", "Sums")], [], nameOf)).toEqual([]);
});

it("begins the form with the candidate", () => {
  const attributes = { candidateName: "Kim", candidateEmail: "kim@x.example", assessmentTitle: "Round one" };
  const values = valuesAbout({
    attempt: { type: "attempts", id: "t", attributes },
    problemIds: [],
    files: [],
  } as unknown as Talk);
  expect(values.title).toBe("Round one: Kim");
  expect(values.people[0]).toEqual({ role: "candidate", name: "Kim", email: "kim@x.example" });
});
