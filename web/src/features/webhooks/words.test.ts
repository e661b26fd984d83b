import { expect, test } from "vitest";
import type { Delivery, Webhook } from "./queries";
import { indented, stateOfDelivery, stateOfWebhook, wordsOfAttempt } from "./words";

const attempt = { at: "2030-01-01T00:00:00Z", responseStatus: 200, durationMs: 12, response: "", error: "" };

test("an attempt tells the answer and why it was not taken", () => {
  expect(wordsOfAttempt(attempt)).toBe("200 in 12 ms");
  expect(wordsOfAttempt({ ...attempt, responseStatus: 500, error: "it refused" })).toBe(
    "500 in 12 ms: it refused",
  );
  expect(wordsOfAttempt({ ...attempt, responseStatus: 0, error: "timed out" })).toBe("no answer: timed out");
});

test.each([
  ["pending", 0, "To be sent"],
  ["pending", 2, "To be tried again"],
  ["delivered", 1, "Delivered"],
  ["failed", 9, "Given up"],
])("a delivery that is %s after %i tries is “%s”", (status, tries, word) => {
  expect(stateOfDelivery({ attributes: { status, tries } } as Delivery).word).toBe(word);
});

test.each([
  ["active", null, "Active"],
  ["active", "2030-01-01T00:00:00Z", "Failing"],
  ["disabled", "2030-01-01T00:00:00Z", "Disabled"],
])("a webhook that is %s, failing since %s, is “%s”", (status, failingSince, word) => {
  expect(stateOfWebhook({ attributes: { status, failingSince } } as Webhook).word).toBe(word);
});

test("a payload is indented when it is JSON", () => {
  expect(indented('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(indented("cut {")).toBe("cut {");
});
