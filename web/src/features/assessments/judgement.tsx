import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { AttributesOf, TestOutcome } from "@/api/types";
import { count, formatKilobytes, formatMs, formatScore } from "@/lib/format";
import { Loaded } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { VerdictBadge } from "@/ui/verdict";
import { judgementQuery } from "./queries";

type Group = AttributesOf["judgements"]["groups"][number];

/** Every group and every test, hidden ones too: staff see all. */
export function JudgementDetails({ id }: { id: string }) {
  const judgement = useQuery(judgementQuery(id));
  return (
    <Loaded query={judgement}>
      {({ attributes }) => (
        <section aria-label="Verdicts of the tests" className="flex flex-col gap-2">
          {attributes.groups.map((group) => (
            <GroupDetails key={group.name} group={group} />
          ))}
        </section>
      )}
    </Loaded>
  );
}

function GroupDetails({ group }: { group: Group }) {
  const [open, setOpen] = useState(group.verdict !== "AC");
  const Icon = open ? ChevronDown : ChevronRight;
  const tests = group.tests ?? [];
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
          {count(tests.length, "test")}
          {group.points > 0 && ` · ${formatScore(group.earned, group.points)} points`}
        </span>
      </button>
      {open && tests.length > 0 && (
        <Table label={`Tests of ${group.name}`} className="mt-1">
          <thead>
            <tr>
              <Th>Test</Th>
              <Th>Verdict</Th>
              <Th className="text-right">CPU</Th>
              <Th className="text-right">Memory</Th>
              <Th className="w-full">What decided it</Th>
            </tr>
          </thead>
          <tbody>
            {tests.map((test) => (
              <Tr key={test.name}>
                <Td className="whitespace-nowrap font-medium">{test.name}</Td>
                <Td>
                  <VerdictBadge verdict={test.verdict} />
                </Td>
                <Td className="whitespace-nowrap text-right">
                  {wasRun(test) ? formatMs(test.cpuTimeMs) : "–"}
                </Td>
                <Td className="whitespace-nowrap text-right">
                  {wasRun(test) ? formatKilobytes(test.memoryKb) : "–"}
                </Td>
                <Td className="text-fg2 text-sm">
                  <Reason test={test} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}

/** Tests after a group's first failure are not run. */
function wasRun(test: TestOutcome): boolean {
  return test.verdict !== "SK";
}

function Reason({ test }: { test: TestOutcome }) {
  const { difference } = test;
  const ending = test.signal || (test.exitCode ? `exit code ${test.exitCode}` : "");
  if (!difference) return <>{[test.detail, ending].filter(Boolean).join(" · ")}</>;
  return (
    <>
      <span className="whitespace-nowrap">
        line {difference.line}, column {difference.column}
      </span>
      <span className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 font-mono text-xs">
        <span>expected</span>
        <code className="truncate text-ok">{difference.expected || "nothing"}</code>
        <span>got</span>
        <code className="truncate text-bad">{difference.got || "nothing"}</code>
      </span>
    </>
  );
}
