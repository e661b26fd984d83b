import { ApiError } from "@codecraft/api/errors";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Draft } from "@/lib/draft";
import { SaveNotice } from "./save-state";

beforeEach(() => vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true));
afterEach(() => vi.unstubAllGlobals());

const organization = (name: string, etag: string) =>
  ({ type: "organizations", id: "1", attributes: { name, createdAt: "" }, etag }) as const;

it("shows both texts of a conflict before the choice, and the other one after it", async () => {
  const update = vi.fn(async (_: unknown, { name }: { name?: string }) => organization(name ?? "", "3"));
  const conflict = new ApiError(412, [{ status: "412", code: "version_conflict", title: "Changed" }]);
  update.mockRejectedValueOnce(conflict);
  const get = async () => organization("first\ntheir second", "2");
  const draft = new Draft(organization("first", "1"), { get, update });
  draft.set({ name: "first\nmy second" });
  await draft.flush();
  const page = document.createElement("div");
  document.body.append(page);
  const root = createRoot(page);
  const show = () =>
    act(async () => {
      const { resolve, bringBack, forget } = draft;
      root.render(
        <SaveNotice
          draft={{ ...draft.view(), resolve, bringBack, forget }}
          noun="problem"
          words={{ name: "Title" }}
        />,
      );
    });
  const press = async (name: string) => {
    const buttons = [...document.querySelectorAll("button")];
    await act(async () => buttons.find((one) => one.textContent?.trim() === name)?.click());
    await show();
  };
  await show();
  const shown = page.querySelector("[aria-label='Title: the difference']")?.textContent;
  expect(shown).toContain("Only in theirs: their second");
  expect(shown).toContain("Only in yours: my second");
  await press("Keep mine");
  await draft.flush();
  await show();
  expect(draft.view()).toMatchObject({ state: "saved", value: { name: "first\nmy second" } });
  expect(page.textContent).toContain("(Title) is kept until you leave this page");
  await press("Compare");
  await press("Bring it back");
  await draft.flush();
  expect(draft.view().value.name).toBe("first\ntheir second");
  await show();
  await press("Dismiss");
  expect(page.textContent).toBe("");
  await act(async () => root.unmount());
  page.remove();
});
