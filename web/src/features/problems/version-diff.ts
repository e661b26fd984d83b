import type { Item } from "@codecraft/api/resources";
import { formatNumber } from "@/lib/format";

type Version = Item<"problem-versions">["attributes"];
type Judging = NonNullable<Version["judging"]>;

/** One setting of two versions, in words. */
export interface Setting {
  name: string;
  before: string;
  after: string;
}

/** The settings of a version, by what the page calls them. */
export function settingsOf(version: Version): Map<string, string> {
  const { limits, judging } = version;
  const settings = new Map([
    ["Title", version.title],
    ["Difficulty", version.difficulty],
    ["Tags", version.tags.join(", ") || "none"],
    ["CPU time", `${limits.cpuTimeMs} ms`],
    ["Memory", `${formatNumber(Math.round(limits.memoryKb / 1024))} MiB`],
    ["Output", `${limits.outputKb} KiB`],
    ["Languages", version.languages.join(", ") || "all"],
    ["Points", formatNumber(version.points)],
  ]);
  if (judging) {
    settings.set("Slower languages", judging.languageFactors ? "get more time" : "get the same time");
    settings.set("Decided by", decidedBy(judging));
  }
  return settings;
}

function decidedBy({ validator, comparison }: Judging): string {
  if (validator)
    return `a ${validator.interactive ? "interactive " : ""}validator in ${validator.program.language}`;
  if (comparison.mode === "float") {
    return `numbers within ${comparison.absoluteTolerance} (absolute) or ${comparison.relativeTolerance} (relative)`;
  }
  if (comparison.mode === "exact") return "comparing byte by byte";
  return comparison.caseSensitive ? "comparing words, upper and lower case differ" : "comparing words";
}

export function changedSettings(before: Version, after: Version): Setting[] {
  const old = settingsOf(before);
  const now = settingsOf(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((name) => ({ name, before: old.get(name) ?? "", after: now.get(name) ?? "" }))
    .filter((setting) => setting.before !== setting.after);
}

/** A test, or a starter, that one version has and the other has not, or has otherwise. */
export interface Change {
  kind: "added" | "removed" | "changed";
  name: string;
  what?: string;
}

function changes<T>(
  before: Map<string, T>,
  after: Map<string, T>,
  compare: (a: T, b: T) => string[],
): Change[] {
  const out: Change[] = [];
  for (const [name, old] of before) {
    const now = after.get(name);
    if (now === undefined) {
      out.push({ kind: "removed", name });
      continue;
    }
    const what = compare(old, now);
    if (what.length > 0) out.push({ kind: "changed", name, what: what.join(", ") });
  }
  for (const name of after.keys()) if (!before.has(name)) out.push({ kind: "added", name });
  return out;
}

/** The tests that differ, by their groups' and their own names. Without the right to hidden tests only samples are known. */
export function changedTests(before: Version, after: Version): Change[] {
  if (!before.judging || !after.judging) {
    const samples = (version: Version) => new Map(version.samples.map((sample) => [sample.name, sample]));
    return changes(samples(before), samples(after), (a, b) => [
      ...(a.input === b.input ? [] : ["input"]),
      ...(a.answer === b.answer ? [] : ["expected output"]),
      ...(a.explanation === b.explanation ? [] : ["explanation"]),
    ]);
  }
  const groups = (judging: Judging) => new Map(judging.groups.map((group) => [group.name, group]));
  const tests = (judging: Judging) =>
    new Map(
      judging.groups.flatMap((group) => group.tests.map((test) => [`${group.name} / ${test.name}`, test])),
    );
  return [
    ...changes(groups(before.judging), groups(after.judging), (a, b) => [
      ...(a.points === b.points ? [] : [`points: ${formatNumber(a.points)} → ${formatNumber(b.points)}`]),
      ...(a.aggregation === b.aggregation ? [] : ["how its points come together"]),
      ...(a.parent === b.parent ? [] : ["the group it is in"]),
      ...(a.sample === b.sample ? [] : [b.sample ? "now a sample" : "no sample any more"]),
    ]).map((change) => ({ ...change, name: `Group ${change.name}` })),
    ...changes(tests(before.judging), tests(after.judging), (a, b) => [
      ...(a.input === b.input ? [] : ["input"]),
      ...(a.answer === b.answer ? [] : ["expected output"]),
      ...(a.points === b.points ? [] : [`points: ${formatNumber(a.points)} → ${formatNumber(b.points)}`]),
      ...(a.args.join("\0") === b.args.join("\0") ? [] : ["arguments"]),
    ]),
  ];
}

export function changedStarters(before: Version, after: Version): Change[] {
  const starters = (version: Version) => new Map(version.starters.map((one) => [one.language, one.source]));
  return changes(starters(before), starters(after), (a, b) => (a === b ? [] : ["source"]));
}
