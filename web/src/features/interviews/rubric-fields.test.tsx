import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useForm } from "react-hook-form";
import { expect, it, vi } from "vitest";
import { show } from "@/testing/show";
import { type InterviewValues, newValues, rubricOf } from "./interview-form";
import { RubricFields } from "./rubric-fields";

function Form({ onRubric }: { onRubric: (rubric: unknown) => void }) {
  const form = useForm<InterviewValues>({ defaultValues: newValues() });
  return (
    <form noValidate onSubmit={form.handleSubmit((values) => onRubric(rubricOf(values).rubric))}>
      <RubricFields form={form} />
      <button type="submit">Send</button>
    </form>
  );
}

const names = () =>
  screen.getAllByRole<HTMLInputElement>("textbox", { name: /^Name of/ }).map(({ value }) => value);
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

it("begins with the standard rubric, of which it sends nothing", async () => {
  const onRubric = vi.fn();
  show(<Form onRubric={onRubric} />);
  expect(names()).toEqual(["Problem solving", "Code", "Knowledge", "Communication"]);
  expect(screen.queryByRole("button", { name: "Take the standard ones" })).toBeNull();
  await press("Send");
  expect(onRubric).toHaveBeenLastCalledWith([]);
});

it("adds, renames, moves and removes criteria, and takes the standard ones again", async () => {
  const onRubric = vi.fn();
  show(<Form onRubric={onRubric} />);
  await press("Leave out criterion 4");
  await press("Leave out criterion 3");
  await press("Move criterion 2 up");
  expect(names()).toEqual(["Code", "Problem solving"]);
  expect(
    within(document.body).getByRole<HTMLButtonElement>("button", { name: "Move criterion 1 up" }).disabled,
  ).toBe(true);
  const name = (at: number) => screen.getByRole("textbox", { name: `Name of criterion ${at}` });
  await userEvent.clear(name(2));
  await userEvent.type(name(2), "Depth");
  await press("Another criterion");
  await userEvent.type(name(3), "code ");
  await press("Send");
  expect(screen.getByRole("alert").textContent).toBe("There is a criterion of this name already.");
  expect(onRubric).not.toHaveBeenCalled();
  await userEvent.clear(name(3));
  await press("Send");
  expect(onRubric.mock.lastCall?.[0]).toMatchObject([{ name: "Code" }, { name: "Depth" }]);
  await press("Take the standard ones");
  expect(names()).toHaveLength(4);
});
