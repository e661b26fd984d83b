import { ApiError } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Draft, messageWithin, namesAtFault } from "./draft";

function organization(name: string, etag: string): Item<"organizations"> {
  return { type: "organizations", id: "1", attributes: { name, createdAt: "" }, etag };
}

function member(role: "author" | "admin", name: string, etag: string): Item<"memberships"> {
  return { type: "memberships", id: "1", attributes: { role, name, email: "", joinedAt: "" }, etag };
}

const conflict = () => new ApiError(412, [{ status: "412", code: "version_conflict", title: "Changed" }]);

describe("Draft", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("sends only what was edited, once, after the last key", async () => {
    const update = vi.fn(async (_: unknown, changes: { name?: string }) =>
      organization(changes.name ?? "", "2"),
    );
    const draft = new Draft(organization("a", "1"), { get: vi.fn(), update });
    draft.set({ name: "ab" });
    draft.set({ name: "abc" });
    expect(draft.view().state).toBe("unsaved");
    await vi.runAllTimersAsync();
    expect(update).toHaveBeenCalledOnce();
    expect(update.mock.calls[0]?.[1]).toEqual({ name: "abc" });
    expect(draft.view().state).toBe("saved");
  });

  it("keeps what was typed while the answer was on its way", async () => {
    const sent: unknown[] = [];
    const draft = new Draft(organization("a", "1"), {
      get: vi.fn(),
      update: async (_, changes) => {
        sent.push(changes.name);
        if (sent.length === 1) draft.set({ name: "later" });
        return organization(changes.name ?? "", String(sent.length + 1));
      },
    });
    draft.set({ name: "first" });
    await vi.runAllTimersAsync();
    expect(sent).toEqual(["first", "later"]);
    expect(draft.view().value.name).toBe("later");
  });

  it("joins both edits when somebody else changed another field", async () => {
    const update = vi
      .fn()
      .mockRejectedValueOnce(conflict())
      .mockResolvedValueOnce(member("admin", "New name", "3"));
    const draft = new Draft(member("author", "Name", "1"), {
      get: async () => member("author", "New name", "2"),
      update,
    });
    draft.set({ role: "admin" });
    await vi.runAllTimersAsync();
    expect(update.mock.calls[1]?.[0].etag).toBe("2");
    expect(draft.view().state).toBe("saved");
    expect(draft.view().value).toMatchObject({ role: "admin", name: "New name" });
  });

  it("asks when the same field was changed, and saves nothing until answered", async () => {
    const update = vi.fn().mockRejectedValueOnce(conflict()).mockResolvedValueOnce(organization("mine", "3"));
    const draft = new Draft(organization("a", "1"), { get: async () => organization("theirs", "2"), update });
    draft.set({ name: "mine" });
    await vi.runAllTimersAsync();
    expect(draft.view().state).toBe("conflict");
    draft.set({ name: "mine!" });
    await vi.runAllTimersAsync();
    expect(update).toHaveBeenCalledOnce();
    expect(draft.view().clashes).toEqual([{ name: "name", here: "mine!", other: "theirs" }]);
    draft.resolve("theirs");
    expect(draft.view()).toMatchObject({ state: "saved", value: { name: "theirs" } });
  });

  it("loses nothing by either choice: the other one can be had back, and edits of other fields are saved", async () => {
    for (const [side, chosen, other] of [
      ["mine", "Mine", "Theirs"],
      ["theirs", "Theirs", "Mine"],
    ] as const) {
      const update = vi.fn(async (_: unknown, changes: object) => {
        const { attributes } = member("author", "Theirs", "3");
        return { ...member("author", "", "3"), attributes: { ...attributes, ...changes } };
      });
      update.mockRejectedValueOnce(conflict());
      const draft = new Draft(member("author", "Name", "1"), {
        get: async () => member("author", "Theirs", "2"),
        update,
      });
      draft.set({ name: "Mine", role: "admin" });
      await vi.runAllTimersAsync();
      draft.resolve(side);
      await vi.runAllTimersAsync();
      expect(draft.view()).toMatchObject({ state: "saved", value: { name: chosen, role: "admin" } });
      expect(draft.view().aside).toEqual([{ name: "name", here: chosen, other }]);
      draft.bringBack();
      await vi.runAllTimersAsync();
      expect(update.mock.calls.at(-1)?.[1]).toEqual({ name: other });
      expect(draft.view().aside).toEqual([{ name: "name", here: other, other: chosen }]);
      draft.forget();
      expect(draft.view().aside).toEqual([]);
    }
  });

  it("puts a refusal beside its field and tries again after the next edit", async () => {
    const refused = new ApiError(422, [
      {
        status: "422",
        code: "invalid",
        title: "x",
        detail: "is too long",
        source: { pointer: "/data/attributes/name" },
      },
    ]);
    const update = vi.fn().mockRejectedValueOnce(refused).mockResolvedValueOnce(organization("b", "2"));
    const draft = new Draft(organization("a", "1"), { get: vi.fn(), update });
    draft.set({ name: "bb" });
    await vi.runAllTimersAsync();
    expect(draft.view()).toMatchObject({ state: "refused", messages: { name: "Is too long." } });
    draft.set({ name: "b" });
    await vi.runAllTimersAsync();
    expect(draft.view().state).toBe("saved");
  });

  it("takes a newer reading, also when only what the server reckons has changed, but never over edits", () => {
    const draft = new Draft(organization("a", "1"), { get: vi.fn(), update: vi.fn() });
    draft.renew(organization("reckoned", "1"));
    expect(draft.view().value.name).toBe("reckoned");
    draft.set({ name: "mine" });
    draft.renew(organization("newer", "2"));
    expect(draft.view().value.name).toBe("mine");
  });

  it("lays edits over a newer reading of other fields, so that they are not refused", async () => {
    const update = vi.fn().mockResolvedValueOnce(member("admin", "New name", "3"));
    const draft = new Draft(member("author", "Name", "1"), { get: vi.fn(), update });
    draft.set({ role: "admin" });
    draft.renew(member("author", "New name", "2"));
    expect(draft.view()).toMatchObject({ state: "unsaved", value: { role: "admin", name: "New name" } });
    await vi.runAllTimersAsync();
    expect(update.mock.calls[0]?.[0].etag).toBe("2");
    expect(draft.view().state).toBe("saved");
  });

  it("tries again by itself when the server is not there", async () => {
    const update = vi
      .fn()
      .mockRejectedValueOnce(new ApiError(0, []))
      .mockResolvedValueOnce(organization("b", "2"));
    const draft = new Draft(organization("a", "1"), { get: vi.fn(), update });
    draft.set({ name: "b" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(draft.view().state).toBe("unreachable");
    await vi.runAllTimersAsync();
    expect(draft.view().state).toBe("saved");
  });
});

describe("messages of a refusal", () => {
  const messages = { "tags/3": "Too long.", cpuTimeMs: "Too little.", "comparison/mode": "Unknown." };

  it("are found by the attribute they are within", () => {
    expect(messageWithin(messages, "tags")).toBe("Too long.");
    expect(messageWithin(messages, "title")).toBeUndefined();
  });

  it("name their attributes in words", () => {
    expect(namesAtFault(messages, { cpuTimeMs: "CPU time" })).toEqual(["Tags", "CPU time", "Comparison"]);
    expect(namesAtFault({ timeLimitMinutes: "Too long." })).toEqual(["Time limit minutes"]);
  });

  it("go when what they are about is edited", async () => {
    const refused = new ApiError(422, [
      { status: "422", code: "invalid", title: "Invalid", source: { pointer: "/data/attributes/name/0" } },
    ]);
    const draft = new Draft(organization("a", "1"), {
      get: vi.fn(),
      update: vi.fn().mockRejectedValue(refused),
    });
    draft.set({ name: "b" });
    await draft.flush();
    expect(messageWithin(draft.view().messages, "name")).toBe("Invalid.");
    draft.set({ name: "c" });
    expect(messageWithin(draft.view().messages, "name")).toBeUndefined();
    await draft.flush();
  });
});
