import { describe, expect, it } from "vitest";
import { aheadOf, ordinal, queuedAt } from "./place";

describe("a place in the queue", () => {
  it("is counted as people count", () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 103, 111].map(ordinal).join(" ")).toBe(
      "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 103rd 111th",
    );
  });

  it("is told when it is known", () => {
    expect(queuedAt(undefined)).toBe("Queued");
    expect(queuedAt(0)).toBe("Queued");
    expect(queuedAt(1)).toBe("Queued, next in line");
    expect(queuedAt(3)).toBe("Queued, 3rd in line");
    expect(aheadOf(undefined, "Yours")).toBe("");
    expect(aheadOf(1, "Yours")).toBe("Yours is the next to be judged.");
    expect(aheadOf(2, "Yours")).toBe("About one other comes first.");
    expect(aheadOf(3, "Yours")).toBe("About 2 others come first.");
  });
});
