import type { Item } from "@codecraft/api/resources";
import { QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { languagesQuery, queryClient } from "@/api/query";
import { LanguageChoice } from "./language-choice";

let root: Root;
beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
});

const language = (id: string, available: boolean) =>
  ({
    type: "languages",
    id,
    attributes: { name: id, available, version: "1", install: "" },
  }) as Item<"languages">;

const show = (value: string[]) =>
  act(async () =>
    root.render(
      <QueryClientProvider client={queryClient}>
        <LanguageChoice value={value} onChange={() => {}} />
      </QueryClientProvider>,
    ),
  );
const names = () => [...document.querySelectorAll("label")].map((label) => label.textContent?.trim());

it("languages that are not installed stand behind a button, but for those that are chosen", async () => {
  queryClient.setQueryData(languagesQuery.queryKey, [
    language("python", true),
    language("ada", false),
    language("cobol", false),
  ]);
  await show(["ada"]);
  expect(names()).toEqual(["python 1", "ada not installed"]);
  const more = [...document.querySelectorAll("button")].find(
    (b) => b.textContent === "1 language more, not installed here",
  );
  await act(async () => more?.click());
  expect(names()).toEqual(["python 1", "ada not installed", "cobol not installed"]);
  expect(document.querySelector("button")).toBeNull();
});
