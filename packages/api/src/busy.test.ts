import { describe, expect, it } from "vitest";
import { busyOf } from "./busy";
import { ApiError } from "./errors";

const refusal = (status: number, code: string, seconds?: number) =>
  new ApiError(
    status,
    [{ status: String(status), code, title: "Refused", detail: "this one would have place 21" }],
    seconds,
  );

describe("a refusal for want of room", () => {
  it("says what is full, in the server's numbers, and until when", () => {
    expect(busyOf(refusal(429, "organization_queue_full", 10), 5000)).toEqual({
      what: "The queue of your organization is full.",
      detail: "This one would have place 21.",
      until: 15_000,
    });
    expect(busyOf(refusal(503, "no_worker", 5), 0)?.what).toBe("No machine is ready to run programs.");
  });

  it("has words for a code it does not know, and a while for an answer without one", () => {
    expect(busyOf(refusal(429, "new_code"), 0)).toMatchObject({ what: "That was too often.", until: 10_000 });
    expect(busyOf(refusal(503, "unknown", 2), 0)).toMatchObject({
      what: "The server is busy.",
      until: 2000,
    });
  });

  it("is nothing else", () => {
    expect(busyOf(refusal(409, "verification_running", 3))).toBeUndefined();
    expect(busyOf(refusal(500, "internal"))).toBeUndefined();
    expect(busyOf(refusal(429, "organization_quota_used", 36_000))).toBeUndefined();
    expect(busyOf(new Error("no"))).toBeUndefined();
    expect(busyOf(null)).toBeUndefined();
  });
});
