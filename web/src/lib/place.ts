const rules = new Intl.PluralRules("en", { type: "ordinal" });
const endings: Record<string, string> = { one: "st", two: "nd", few: "rd" };

/** "1st", "2nd", "113th". */
export function ordinal(n: number): string {
  return `${n}${endings[rules.select(n)] ?? "th"}`;
}

/** What waits, with its place when that is known: "Queued, 3rd in line", "Queued, next in line". */
export function queuedAt(place: number | undefined): string {
  if (!place) return "Queued";
  return place === 1 ? "Queued, next in line" : `Queued, ${ordinal(place)} in line`;
}

/** The same in a sentence, for who wants to know what it means. */
export function aheadOf(place: number | undefined, what: string): string {
  if (!place) return "";
  if (place === 1) return `${what} is the next to be judged.`;
  return place === 2 ? "About one other comes first." : `About ${place - 1} others come first.`;
}
