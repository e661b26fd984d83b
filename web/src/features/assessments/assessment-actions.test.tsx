import type { Item } from "@codecraft/api/resources";
import { QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { useAssessmentActions } from "./assessment-actions";

const navigate = vi.fn(async () => {});
vi.mock("@tanstack/react-router", () => ({ useNavigate: () => navigate }));

let root: Root;
beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(async () => {
  await act(async () => root.unmount());
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const assessment = (attributes: Partial<Item<"assessments">["attributes"]>) =>
  ({
    type: "assessments",
    id: "7",
    attributes: {
      title: "Spring",
      sections: [{ items: [{}, {}] }],
      startedCount: 0,
      invitationCount: 0,
      ...attributes,
    },
  }) as Item<"assessments">;

function Actions({ of, before }: { of: Item<"assessments">; before?: () => Promise<boolean> }) {
  const { actionsOn, dialog } = useAssessmentActions({ before });
  return (
    <>
      {actionsOn(of).map(({ id, label, perform }) => (
        <button key={id} type="button" id={id} onClick={perform}>
          {label}
        </button>
      ))}
      {dialog}
    </>
  );
}

const show = (of: Item<"assessments">, before?: () => Promise<boolean>) =>
  act(async () =>
    root.render(
      <QueryClientProvider client={queryClient}>
        <Actions of={of} before={before} />
      </QueryClientProvider>,
    ),
  );
const press = (id: string) => act(async () => document.getElementById(id)?.click());
const dialog = () => document.querySelector<HTMLElement>("[role=alertdialog]");

it.each([
  ["nobody has started", { invitationCount: 3 }, ["duplicate", "archive", "delete"]],
  ["somebody has", { startedCount: 1 }, ["duplicate", "archive"]],
  ["it is archived", { startedCount: 1, archived: true }, ["duplicate", "unarchive"]],
])("when %s", async (_, attributes, expected) => {
  await show(assessment(attributes));
  expect([...document.querySelectorAll("button")].map((button) => button.id)).toEqual(expected);
});

it("the question before a deletion names what is lost, and only its answer deletes", async () => {
  const read = assessment({ invitationCount: 3 });
  vi.spyOn(api, "get").mockResolvedValue(read as never);
  const remove = vi.spyOn(api, "remove").mockResolvedValue(undefined as never);
  await show(read);
  await press("delete");
  expect(dialog()?.textContent).toContain(
    "“Spring” goes with its rules and its choice of 2 problems; the problems themselves stay. 3 invitations go too: the links stop working. This cannot be undone.",
  );
  expect(remove).not.toHaveBeenCalled();
  const confirm = [...(dialog()?.querySelectorAll("button") ?? [])].find(
    (button) => button.textContent === "Delete",
  );
  await act(async () => confirm?.click());
  expect(remove).toHaveBeenCalledWith(read);
  expect(dialog()).toBeNull();
});

it("what is not saved holds archiving back", async () => {
  const update = vi.spyOn(api, "update");
  await show(assessment({}), async () => false);
  await press("archive");
  expect(update).not.toHaveBeenCalled();
});
