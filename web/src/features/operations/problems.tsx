import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { useCommands } from "@/lib/commands";
import { formatDateTime, formatTime } from "@/lib/format";
import { useSearchText } from "@/lib/use-search-text";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { SearchInput } from "@/ui/input";
import { EmptyState } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { Card } from "./card";
import type { Problem } from "./queries";
import { problemsWith } from "./words";

interface ProblemsProps {
  problems: Problem[];
  /** From when on nothing would have been missed. */
  since?: string;
  filter?: string;
  onFilter: (text: string | undefined) => void;
}

/** The last warnings and errors of all logs. */
export function Problems({ problems, since, filter = "", onFilter }: ProblemsProps) {
  const search = useSearchText(filter, onFilter);
  const box = useRef<HTMLInputElement>(null);
  useCommands([
    {
      id: "search-errors",
      label: "Search recent errors",
      group: "Operations",
      keys: "/",
      perform: () => box.current?.focus(),
    },
  ]);
  const found = problemsWith(problems, search.text);
  return (
    <Card title="Recent errors">
      {problems.length === 0 ? (
        <EmptyState icon={CircleCheck} title={since ? `No errors since ${formatTime(since)}` : "No errors"}>
          {since && `Nor warnings; all processes have been watched since ${formatDateTime(since)}.`}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap gap-2">
            <SearchInput
              ref={box}
              className="w-full sm:w-80"
              aria-label="Search recent errors by text, code or request"
              placeholder="Text, code or request"
              value={search.text}
              onChange={(event) => search.type(event.target.value)}
            />
            {search.text && (
              <Button
                variant="ghost"
                onClick={() => {
                  search.forget();
                  onFilter(undefined);
                }}
              >
                Show all
              </Button>
            )}
          </div>
          {found.length === 0 ? (
            <EmptyState icon={CircleCheck} title="Nothing of that kind">
              {`None of the last ${problems.length} has “${search.text}” in it.`}
            </EmptyState>
          ) : (
            <Found problems={found} onRequest={onFilter} />
          )}
        </>
      )}
    </Card>
  );
}

function Found({ problems, onRequest }: { problems: Problem[]; onRequest: (id: string) => void }) {
  return (
    <Table stacked label="Warnings and errors, the newest first">
      <thead>
        <tr>
          <Th>Time</Th>
          <Th>Level</Th>
          <Th className="w-full">What</Th>
          <Th>Request</Th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem, i) => (
          <Row
            // The same may be said twice in a moment.
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log have no other name
            key={`${problem.process} ${problem.at} ${i}`}
            problem={problem}
            onRequest={onRequest}
          />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ problem, onRequest }: { problem: Problem; onRequest: (id: string) => void }) {
  const { at, level, message, error, request, host } = problem;
  const isError = level === "error";
  const Icon = isError ? CircleX : TriangleAlert;
  const { route, status, code, service, unit, subject, language, run, judgement } = problem;
  const about = [route, status, code, service, unit, subject, language, run, judgement, host]
    .filter(Boolean)
    .join(" · ");
  return (
    <Tr className="align-top">
      <Td label="Time">
        <time dateTime={at} title={formatDateTime(at)} className="whitespace-nowrap">
          {formatTime(at)}
        </time>
      </Td>
      <Td label="Level">
        <Badge tone={isError ? "bad" : "warn"}>
          <Icon aria-hidden /> {isError ? "Error" : "Warning"}
        </Badge>
      </Td>
      <Td label="What" written>
        <div className="min-w-0">
          <p className="first-letter:uppercase">
            {message}
            {error && `: ${error}`}
          </p>
          <p className="text-fg2 text-xs">{about}</p>
        </div>
      </Td>
      <Td label="Request">
        {request && (
          <Button
            size="sm"
            variant="ghost"
            className="max-w-48 font-mono"
            aria-label={`Show all of request ${request}`}
            title={request}
            onClick={() => onRequest(request)}
          >
            <span className="truncate">{request}</span>
          </Button>
        )}
      </Td>
    </Tr>
  );
}
