import { describe, expect, it, test } from "vitest";
import { ApiError, explain, fieldMessages } from "./errors";

test.each([
  ["use at least 10 characters", "Use at least 10 characters."],
  ["e-mail address and password do not match", "E-mail address and password do not match."],
  [
    "ada@example.org is invited to this assessment already",
    "ada@example.org is invited to this assessment already.",
  ],
  ["organizationName is not known here", "organizationName is not known here."],
  ["main.py is no text: choose a text file", "main.py is no text: choose a text file."],
  ["no", "No."],
  ["is it so?", "Is it so?"],
])("%s reads as a sentence", (detail, want) => {
  expect(explain(new ApiError(422, [{ status: "422", code: "x", title: "X", detail }]))).toBe(want);
});

describe("errors", () => {
  const error = new ApiError(422, [
    {
      status: "422",
      code: "a",
      title: "T",
      detail: "must not be empty",
      source: { pointer: "/data/attributes/title" },
    },
    {
      status: "422",
      code: "b",
      title: "T",
      detail: "no such group",
      source: { pointer: "/data/relationships/group/data/id" },
    },
    { status: "422", code: "c", title: "Whole" },
  ]);

  it("are found by their field", () => {
    expect(fieldMessages(error)).toEqual({ title: "Must not be empty.", group: "No such group." });
  });

  it("are told in sentences", () => {
    expect(explain(error)).toBe("Must not be empty. No such group. Whole.");
  });
});
