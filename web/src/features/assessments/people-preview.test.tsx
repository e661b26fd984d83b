import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/testing/show";
import { PeoplePreview } from "./people-preview";
import type { PersonLine } from "./queries";

const line = (number: number, result: PersonLine["result"], more: Partial<PersonLine> = {}) =>
  ({ line: number, result, text: "", email: "", name: "", detail: "", ...more }) as PersonLine;

it("puts what is refused first, with its line and the reason, and counts it", () => {
  show(
    <PeoplePreview
      lines={[
        line(1, "invited", { email: "kim@x.example", name: "Kim" }),
        line(2, "refused", { text: "nobody", detail: "no address" }),
        line(3, "merged", { email: "kim@x.example", detail: "as in line 1" }),
      ]}
    />,
  );
  const read = screen.getByRole("region", { name: "What was read" });
  expect(within(read).getByText("1 line will be left out.")).toBeDefined();
  const lines = within(read).getAllByRole("listitem");
  expect(lines.map((one) => one.textContent)).toEqual([
    "2nobody: no address",
    "3kim@x.example as in line 1",
    "1kim@x.example Kim",
  ]);
});

it("shows the first of very many, and says how many more there are", () => {
  show(
    <PeoplePreview
      lines={Array.from({ length: 203 }, (_, i) => line(i + 1, "invited", { email: `a${i}@x.example` }))}
    />,
  );
  expect(screen.getAllByRole("listitem")).toHaveLength(200);
  expect(screen.getByText("and 3 further lines")).toBeDefined();
});
