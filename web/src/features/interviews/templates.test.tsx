import type { Item } from "@codecraft/api/resources";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queryClient } from "@/api/query";
import { show } from "@/testing/show";
import { type InterviewValues, newValues, standardRubric } from "./interview-form";
import { SaveTemplate } from "./save-template";
import { TemplateField } from "./template-field";
import { chooseProblems, type Template } from "./templates";

const template = (id: string, name: string, more: object = {}) =>
  ({
    ...{ type: "interview-templates", id },
    attributes: {
      name,
      agenda: "",
      durationMinutes: 60,
      recorded: false,
      rubric: [],
      problemIds: [],
      ...more,
    },
  }) as unknown as Template;

let templates: Template[];
let sent: { path: string; method: string; attributes?: Record<string, unknown> }[];
let refused: string[];

beforeEach(() => {
  queryClient.clear();
  templates = [];
  sent = [];
  refused = [];
  vi.stubGlobal("fetch", async (address: string, init: RequestInit = {}) => {
    const path = new URL(address, "http://x").pathname;
    const method = init.method ?? "GET";
    const attributes = init.body ? JSON.parse(init.body as string).data.attributes : undefined;
    if (method !== "GET") sent.push({ path, method, attributes });
    if (method === "DELETE") {
      templates = templates.filter(({ id }) => !path.endsWith(id));
      return new Response(null, { status: 204 });
    }
    if (method === "POST" && refused.includes(attributes.problemId))
      return new Response(JSON.stringify({ errors: [{ status: "422", code: "problem_unpublished" }] }), {
        status: 422,
      });
    if (method === "POST")
      return new Response(JSON.stringify({ data: { type: "x", id: "x", attributes } }), { status: 201 });
    const problem = (id: string, position: number) => ({
      type: "interview-problems",
      id,
      attributes: { problemId: id, position },
    });
    return new Response(
      JSON.stringify({
        data: path.endsWith("templates") ? templates : [problem("second", 1), problem("first", 0)],
      }),
    );
  });
});
afterEach(() => vi.unstubAllGlobals());

let values: () => InterviewValues;

function Form() {
  const form = useForm<InterviewValues>({ defaultValues: newValues() });
  const [chosen, setChosen] = useState<Template>();
  values = form.getValues;
  return <TemplateField form={form} chosen={chosen} onChoose={setChosen} />;
}

it("fills the form from the chosen one, and leaves when and with whom", async () => {
  const rubric = [{ name: "Depth", description: "x" }];
  templates = [
    template("a", "Systems", {
      agenda: "1. You",
      durationMinutes: 75,
      recorded: true,
      rubric,
      problemIds: ["p"],
    }),
  ];
  show(<Form />);
  const before = values();
  await userEvent.selectOptions(await screen.findByRole("combobox", { name: /^Template/ }), "Systems");
  expect(values()).toEqual({
    ...before,
    ...{ title: "Systems", agenda: "1. You", duration: "own", durationMinutes: 75, recorded: true, rubric },
  });
  expect(screen.getByText(/1 problem is chosen/)).toBeDefined();
});

it("takes the standard rubric where a template has none, and removes a template after a question", async () => {
  templates = [template("a", "Plain")];
  show(<Form />);
  await userEvent.selectOptions(await screen.findByRole("combobox", { name: /^Template/ }), "Plain");
  expect(values().rubric).toEqual(standardRubric);
  await userEvent.click(screen.getByRole("button", { name: "Remove the template Plain" }));
  await userEvent.click(screen.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
  expect(sent).toEqual([{ path: "/v1/interview-templates/a", method: "DELETE", attributes: undefined }]);
});

it("chooses its problems in their order, and tells how many could not be", async () => {
  refused = ["gone"];
  const missing = await chooseProblems("i", ["one", "gone", "two", "one"]);
  expect(missing).toBe(1);
  expect(sent.map(({ attributes }) => [attributes?.problemId, attributes?.position])).toEqual([
    ["one", 0],
    ["gone", 1],
    ["two", 2],
  ]);
  expect(await chooseProblems("i", [])).toBe(0);
});

it("keeps an interview's agenda, duration, recording, rubric and problems under a name", async () => {
  const rubric = [{ name: "Depth", description: "" }];
  const attributes = { title: "Systems", agenda: "1. You", durationMinutes: 45, recorded: true, rubric };
  const close = vi.fn();
  show(
    <SaveTemplate
      interview={{ type: "interviews", id: "i", attributes } as unknown as Item<"interviews">}
      onClose={close}
    />,
  );
  const name = await screen.findByRole("textbox", { name: /^Name/ });
  expect((name as HTMLInputElement).value).toBe("Systems");
  await userEvent.clear(name);
  await userEvent.type(name, "Senior systems");
  await userEvent.click(screen.getByRole("button", { name: "Save the template" }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  const { title: _, ...kept } = attributes;
  expect(sent).toEqual([
    {
      path: "/v1/interview-templates",
      method: "POST",
      attributes: { ...kept, name: "Senior systems", problemIds: ["first", "second"] },
    },
  ]);
});
