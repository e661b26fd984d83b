import { dark, light } from "@codecraft/tokens";
import { contrast } from "@codecraft/tokens/contrast";
import { expect, it } from "vitest";
import * as palettes from "./palette";

it.each([
  ["light", palettes.light, light],
  ["dark", palettes.dark, dark],
] as const)("keeps every part of a program readable in the %s theme", (_, palette, theme) => {
  // The line of the cursor is between the two grounds.
  const faint = Object.entries(palette).filter(([, ink]) =>
    [theme.bg, theme.bg3].some((ground) => contrast(ink, ground) < 4.5),
  );
  expect(faint).toEqual([]);
});
