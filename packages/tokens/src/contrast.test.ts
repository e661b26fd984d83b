import { expect, it } from "vitest";
import { contrast } from "./contrast";
import { dark, light } from "./tokens";

it("knows black on white, and the grey that just does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#767676", "#ffffff")).toBeGreaterThanOrEqual(4.5);
  expect(contrast("#777777", "#ffffff")).toBeLessThan(4.5);
});

const texts = ["fg", "fg2", "ok", "warn", "bad", "accent", "accent2"] as const;
const grounds = ["bg", "bg2", "bg3", "accentSoft", "okSoft", "warnSoft", "badSoft"] as const;

it.each([
  ["light", light],
  ["dark", dark],
] as const)("keeps every text of the %s theme readable on every ground", (_, theme) => {
  const pairs: [ink: string, ground: string][] = [
    ...texts.flatMap((text) => grounds.map((ground): [string, string] => [theme[text], theme[ground]])),
    [theme.fg3, theme.bg],
    [theme.fg3, theme.bg2],
    [theme.accentFg, theme.accent],
    [theme.accentFg, theme.accent2],
  ];
  expect(pairs.filter(([ink, ground]) => contrast(ink, ground) < 4.5)).toEqual([]);
  expect(contrast(theme.line2, theme.bg)).toBeGreaterThanOrEqual(3);
});
