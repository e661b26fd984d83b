import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, LoaderCircle, Play, ShieldCheck, ShieldX, X } from "lucide-react";
import { useEffect, useState } from "react";
import { api, type Item } from "@/api/client";
import { queryClient } from "@/api/query";
import type { Verification } from "@/api/types";
import { useEvents } from "@/api/use-events";
import { useCommands } from "@/lib/commands";
import { formatDateTime, formatKilobytes, formatMs } from "@/lib/format";
import { announce } from "@/ui/announcer";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { LanguageName } from "@/ui/language-select";
import { EmptyState } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { VerdictBadge } from "@/ui/verdict";
import { latestVerificationQuery } from "./verification";

interface VerifyProps {
  problem: Item<"problems">;
  mayEdit: boolean;
  /** Saves what is still being edited, so that the revision on the screen is the one verified. */
  beforeStart: () => Promise<boolean>;
}

const over = (verification: Verification) => ["passed", "failed"].includes(verification.state);

/** Judges every reference solution against every test and tells which ended as they should. */
export function Verify({ problem, mayEdit, beforeStart }: VerifyProps) {
  const query = latestVerificationQuery(problem.id);
  const latest = useQuery(query);
  const [live, setLive] = useState<{ id: string; attributes: Verification }>();
  const shown = live ?? latest.data ?? undefined;
  const isRunning = shown !== undefined && !over(shown.attributes);
  const start = useMutation({
    mutationFn: async () => {
      await beforeStart();
      return api.create("verifications", {}, { problem: { type: "problems", id: problem.id } });
    },
    onSuccess: setLive,
  });
  useEvents(
    isRunning ? `/v1/verifications/${shown.id}/events` : undefined,
    (event) => {
      if (event.name !== "verification" || !shown) return;
      const attributes = event.data as Verification;
      setLive({ id: shown.id, attributes });
      if (over(attributes)) {
        announce(attributes.state === "passed" ? "Verification passed" : "Verification failed");
        void queryClient.invalidateQueries({ queryKey: query.queryKey });
        void queryClient.invalidateQueries({ queryKey: ["problems", "one", problem.id] });
      }
    },
    (event) => event.name === "verification" && over(event.data as Verification),
  );
  useEffect(() => {
    if (!isRunning) void queryClient.invalidateQueries({ queryKey: ["problems", "one", problem.id] });
  }, [isRunning, problem.id]);
  // One verification a revision: after an edit the next may begin while the last still runs.
  const canStart = mayEdit && !(isRunning && shown?.attributes.revision === problem.attributes.revision);
  useCommands([
    {
      id: "verify",
      label: "Verify the problem",
      group: "Problem",
      keys: "mod+enter",
      icon: ShieldCheck,
      when: () => canStart,
      perform: () => start.mutate(),
    },
  ]);
  const button = mayEdit && (
    <Button variant="primary" pending={start.isPending} disabled={!canStart} onClick={() => start.mutate()}>
      <Play aria-hidden /> Verify
    </Button>
  );
  if (!shown) {
    return (
      <EmptyState icon={ShieldCheck} title="Not verified yet" action={button}>
        Every reference solution is judged against every test. A problem is verified when each ends the way it
        says.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Outcome verification={shown.attributes} revision={problem.attributes.revision} />
        <span className="flex-1" />
        {button}
      </div>
      <Results verification={shown.attributes} />
    </div>
  );
}

function Outcome({ verification, revision }: { verification: Verification; revision: number }) {
  const stale = verification.revision !== revision;
  return (
    <>
      {verification.state === "passed" && (
        <Badge tone="ok">
          <ShieldCheck aria-hidden /> All solutions agree
        </Badge>
      )}
      {verification.state === "failed" && (
        <Badge tone="bad">
          <ShieldX aria-hidden /> Not all agree
        </Badge>
      )}
      {!over(verification) && (
        <Badge tone="accent">
          <LoaderCircle aria-hidden className="animate-spin" />
          {verification.state === "queued" ? "Waiting for a free slot" : "Judging"}
        </Badge>
      )}
      <span className="text-fg2">
        {verification.finishedAt ? formatDateTime(verification.finishedAt) : null}
        {stale && over(verification) && " · the problem was changed since: verify again"}
      </span>
    </>
  );
}

function Results({ verification }: { verification: Verification }) {
  const results = verification.results ?? [];
  if (results.length === 0) return null;
  return (
    <Table label="Results of the reference solutions">
      <thead>
        <tr>
          <Th className="w-full">Solution</Th>
          <Th>Expected</Th>
          <Th>Verdict</Th>
          <Th>Agrees</Th>
          <Th className="text-right">Worst CPU</Th>
          <Th className="text-right">Memory</Th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <Tr key={result.referenceId}>
            <Td>
              <div className="font-medium">{result.name}</div>
              <div className="text-fg2 text-xs">
                <LanguageName id={result.language} />
                {result.detail && ` · ${result.detail}`}
              </div>
            </Td>
            <Td>
              <VerdictBadge short verdict={result.expected} />
            </Td>
            <Td>{result.verdict ? <VerdictBadge verdict={result.verdict} /> : <Badge>Judging…</Badge>}</Td>
            <Td>
              {result.verdict &&
                (result.agrees ? (
                  <Badge tone="ok">
                    <Check aria-hidden /> Yes
                  </Badge>
                ) : (
                  <Badge tone="bad">
                    <X aria-hidden /> No
                  </Badge>
                ))}
            </Td>
            <Td className="text-right">{result.verdict ? formatMs(result.worstCpuMs) : "–"}</Td>
            <Td className="whitespace-nowrap text-right">
              {result.verdict ? formatKilobytes(result.memoryKb) : "–"}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
