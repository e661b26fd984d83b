import type { AttributesOf, TestOutcome } from "@codecraft/api/types";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/api/session";
import { endOfRun, limitMet, timesRun } from "@/lib/ending";
import { count, formatKilobytes, formatMs, formatNumber, formatScore } from "@/lib/format";
import { Table, Td, Th, Tr } from "@/ui/table";
import { VerdictBadge } from "@/ui/verdict";

type Group = AttributesOf["judgements"]["groups"][number];

/** Every group, those in others below them, and every test of those that one may see. */
export function JudgedGroups({ groups, parent = "" }: { groups: Group[]; parent?: string }) {
  return groups
    .filter((group) => (group.parent ?? "") === parent)
    .map((group) => (
      <div key={group.name} className={parent ? "ml-4 border-line border-l pl-2" : undefined}>
        <GroupDetails group={group} />
        <JudgedGroups groups={groups} parent={group.name} />
      </div>
    ));
}

function GroupDetails({ group }: { group: Group }) {
  const [open, setOpen] = useState(group.verdict !== "AC");
  const Icon = open ? ChevronDown : ChevronRight;
  const tests = group.tests ?? [];
  const isShown = useCan("tests:read") || group.sample;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-9 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-bg2"
      >
        <Icon aria-hidden className="size-4 text-fg2" />
        <span className="font-medium">{group.name}</span>
        <VerdictBadge verdict={group.verdict} />
        <span className="flex-1 text-right text-fg2 text-sm tabular-nums">
          {isShown ? count(tests.length, "test") : "hidden"}
          {group.points > 0 && ` · ${formatScore(group.earned, group.points)} points`}
        </span>
      </button>
      {open && tests.length > 0 && (
        <Table stacked label={`Tests of ${group.name}`} className="mt-1">
          <thead>
            <tr>
              <Th>Test</Th>
              <Th>Verdict</Th>
              <Th className="text-right">CPU</Th>
              <Th className="text-right">Wall</Th>
              <Th className="text-right">Memory</Th>
              <Th className="w-full min-w-60">What decided it</Th>
            </tr>
          </thead>
          <tbody>
            {tests.map((test) => (
              <TestRow key={test.name} test={test} />
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}

function TestRow({ test }: { test: TestOutcome }) {
  /** Tests after a group's first failure are not run. */
  const wasRun = test.verdict !== "SK";
  const figure = (text: string) => (wasRun ? text : "–");
  return (
    <Tr>
      <Td className="whitespace-nowrap font-medium">{test.name}</Td>
      <Td label="Verdict">
        <VerdictBadge verdict={test.verdict} />
      </Td>
      <Td label="CPU" className="whitespace-nowrap text-right">
        {figure(formatMs(test.cpuTimeMs))}
      </Td>
      <Td label="Wall" className="whitespace-nowrap text-right">
        {figure(formatMs(test.wallTimeMs))}
      </Td>
      <Td label="Memory" className="whitespace-nowrap text-right">
        {figure(formatKilobytes(test.memoryKb))}
      </Td>
      <Td label="What decided it" className="text-fg2 text-sm">
        <Reason test={test} />
      </Td>
    </Tr>
  );
}

function Reason({ test }: { test: TestOutcome }) {
  const { difference } = test;
  const words = [
    difference ? `line ${difference.line}, column ${difference.column}` : test.detail,
    limitMet(test.limit),
    !(test.detail && test.exitCode) && endOfRun(test), // the detail tells the code already
    timesRun(test.runs),
    test.passes && test.passes > 1 && `${test.passes} passes`,
    test.earned !== undefined && test.earned > 0 && `${formatNumber(test.earned)} points`,
  ].filter(Boolean);
  return (
    <>
      {words.length > 0 && <span>{words.join(" · ")}</span>}
      {difference && (
        <span className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 font-mono text-xs">
          <span>expected</span>
          <code className="truncate text-ok">{difference.expected || "nothing"}</code>
          <span>got</span>
          <code className="truncate text-bad">{difference.got || "nothing"}</code>
        </span>
      )}
      <Message label="The validator to the judges" text={test.judgeMessage?.text} />
      <Message label="The validator to the candidate" text={test.teamMessage?.text} />
    </>
  );
}

function Message({ label, text }: { label: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <span className="mt-1 block">
      <span className="block text-xs">{label}</span>
      <code className="block max-h-24 overflow-auto whitespace-pre-wrap font-mono text-xs">{text}</code>
    </span>
  );
}
