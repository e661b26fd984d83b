import type { Item } from "@codecraft/api/resources";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { api } from "@/api/client";
import { show } from "@/testing/show";
import { TestDialog } from "./test-dialog";

const group = (more: object) =>
  ({
    type: "test-groups",
    id: "g",
    attributes: { sample: false, aggregation: "all", ...more },
  }) as Item<"test-groups">;
const test = (more: object) =>
  ({
    type: "tests",
    id: "t",
    attributes: {
      ...{
        name: "Large",
        input: "1 2\n",
        answer: "3\n",
        explanation: "",
        points: 0,
        args: ["-v", "two words"],
      },
      ...{ inputBytes: 4, answerBytes: 2, truncated: false },
      ...more,
    },
  }) as unknown as Item<"tests">;

function open(more: Partial<Parameters<typeof TestDialog>[0]> = {}) {
  const told = { onClose: vi.fn(), onSaved: vi.fn(async () => {}) };
  show(<TestDialog group={group({})} nextPosition={4} mayEdit {...told} {...more} />);
  return { ...told, user: userEvent.setup() };
}

it("adds a test behind those there are", async () => {
  const create = vi.spyOn(api, "create").mockResolvedValue(test({}) as never);
  const { user, onClose, onSaved } = open();
  await user.type(screen.getByLabelText("Input"), "5 6");
  await user.type(screen.getByLabelText("Expected output"), "11");
  await user.click(screen.getByRole("button", { name: "Add" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(create.mock.calls[0]).toEqual([
    "tests",
    { name: "Test 4", input: "5 6", answer: "11", explanation: "", points: 0, args: [], position: 4 },
    { group: { type: "test-groups", id: "g" } },
  ]);
  expect(onSaved).toHaveBeenCalledTimes(1);
});

it("sends of a test only what was edited", async () => {
  vi.spyOn(api, "get").mockResolvedValue(test({}) as never);
  const update = vi.spyOn(api, "update").mockResolvedValue(test({}) as never);
  const { user, onClose } = open({ test: test({}) });
  expect((screen.getByLabelText("Arguments of the program") as HTMLInputElement).value).toBe(
    '-v "two words"',
  );
  await user.clear(screen.getByLabelText("Expected output"));
  await user.type(screen.getByLabelText("Expected output"), "4");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(update.mock.calls[0]?.[1]).toEqual({ answer: "4" });
});

it("does not let a text be edited of which only the beginning is here", () => {
  open({ test: test({ truncated: true, inputBytes: 3_000_000 }) });
  expect((screen.getByLabelText("Input") as HTMLTextAreaElement).readOnly).toBe(true);
  expect(screen.getByText(/2.9 MiB: too large to edit here; only its beginning is shown/)).toBeDefined();
  expect(screen.getAllByRole("button", { name: "Replace by a file" })).toHaveLength(2);
});

it("takes a text from a file, and refuses one that is no text", async () => {
  const { user } = open();
  const box = document.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement;
  await user.upload(box, new File(["7 8\r\n"], "in.txt"));
  await waitFor(() => expect((screen.getByLabelText("Input") as HTMLTextAreaElement).value).toMatch(/^7 8/));
  await user.upload(box, new File(["\0\x01"], "picture.png"));
  expect(await screen.findByText("picture.png is no text: choose a text file.")).toBeDefined();
});

it("asks for points where each test earns its own, and for an explanation of a sample", () => {
  open({ group: group({ aggregation: "sum", sample: true }) });
  expect(screen.getByLabelText("Points")).toBeDefined();
  expect(screen.getByLabelText("Explanation")).toBeDefined();
  expect((screen.getByRole("textbox", { name: "Name" }) as HTMLInputElement).value).toBe("Sample 4");
});

it("changes nothing for who may only read", () => {
  open({ test: test({}), mayEdit: false });
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  for (const label of ["Name", "Input", "Expected output"]) {
    expect((screen.getByRole("textbox", { name: label }) as HTMLInputElement).readOnly).toBe(true);
  }
});
