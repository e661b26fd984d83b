import { expect, test } from "vitest";
import { ApiError, explain } from "./errors";

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
