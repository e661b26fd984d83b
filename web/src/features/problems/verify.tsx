import { busyOf } from "@codecraft/api/busy";
import { explain } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import type { Verification, VerificationResult } from "@codecraft/api/types";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, LoaderCircle, Play, ShieldCheck, ShieldX, X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { useEvents } from "@/api/use-events";
import { useCommands } from "@/lib/commands";
import { endOfRun, limitMet } from "@/lib/ending";
import { formatDateTime, formatKilobytes, formatMs } from "@/lib/format";
import { aheadOf, queuedAt } from "@/lib/place";
import { announce } from "@/ui/announcer";
import { Badge } from "@/ui/badge";
import { BusyNotice } from "@/ui/busy-notice";
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
    meta: { shown: true },
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
  const { error } = start;
  const busy = useMemo(() => busyOf(error), [error]);
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
  const refusal = busy ? (
    <BusyNotice busy={busy} title="Not verified" again="Verify again" onRetry={() => start.mutate()} />
  ) : (
    error && (
      <p role="alert" className="rounded-md border border-bad/50 bg-badsoft px-3 py-1.5">
        {explain(error)}
      </p>
    )
  );
  if (!shown) {
    return (
      <div className="flex flex-col gap-4">
        {refusal}
        <EmptyState icon={ShieldCheck} title="Not verified yet" action={button}>
          Every reference solution is judged against every test. A problem is verified when each ends the way
          it says.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Outcome verification={shown.attributes} revision={problem.attributes.revision} />
        <span className="flex-1" />
        {button}
      </div>
      {refusal}
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
          {verification.state === "queued" ? queuedAt(verification.position) : "Judging"}
        </Badge>
      )}
      <span className="text-fg2">
        {verification.finishedAt ? formatDateTime(verification.finishedAt) : null}
        {verification.state === "queued" && aheadOf(verification.position, "The first solution")}
        {stale && over(verification) && " · the problem was changed since: verify again"}
      </span>
    </>
  );
}

/** What decided a verdict, in the field's words. */
function decidedBy(result: VerificationResult): string[] {
  const words = [result.detail, limitMet(result.limit), endOfRun(result)];
  return words.filter((word, i) => word !== "" && words.indexOf(word) === i);
}

/** The compiler's messages: open when they are the reason. */
function CompilerSaid({ result }: { result: VerificationResult }) {
  return (
    <details open={result.verdict === "CE"} className="mt-1 text-xs">
      <summary className="cursor-pointer text-fg2">
        {result.verdict === "CE" ? "The compiler's messages" : "The compiler's warnings"}
      </summary>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="mt-1 max-h-60 max-w-2xl overflow-auto rounded-md border border-line bg-bg2 p-2 font-mono"
      >
        {result.compileOutput}
      </pre>
    </details>
  );
}

function Results({ verification }: { verification: Verification }) {
  const results = verification.results ?? [];
  if (results.length === 0) return null;
  return (
    <Table stacked label="Results of the reference solutions">
      <thead>
        <tr>
          <Th className="w-full">Solution</Th>
          <Th>Expected</Th>
          <Th>Verdict</Th>
          <Th>Agrees</Th>
          <Th className="text-right">Worst CPU</Th>
          <Th className="text-right">Worst wall</Th>
          <Th className="text-right">Peak memory</Th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <Tr key={result.referenceId}>
            <Td>
              <div className="font-medium">{result.name}</div>
              <div className="text-fg2 text-xs">
                <LanguageName id={result.language} />
                {decidedBy(result).map((word) => ` · ${word}`)}
              </div>
              {result.compileOutput && <CompilerSaid result={result} />}
            </Td>
            <Td label="Expected">
              <VerdictBadge short verdict={result.expected} />
            </Td>
            <Td label="Verdict">
              {result.verdict ? <VerdictBadge verdict={result.verdict} /> : <Badge>Judging…</Badge>}
            </Td>
            <Td label="Agrees">
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
            <Td label="Worst CPU" className="whitespace-nowrap text-right">
              {result.verdict ? formatMs(result.worstCpuMs) : "–"}
              {result.limits.cpuTimeMs ? (
                <span className="block text-fg2 text-xs">{`of ${formatMs(result.limits.cpuTimeMs)}`}</span>
              ) : null}
            </Td>
            <Td label="Worst wall" className="whitespace-nowrap text-right">
              {result.verdict ? formatMs(result.worstWallMs) : "–"}
            </Td>
            <Td label="Peak memory" className="whitespace-nowrap text-right">
              {result.verdict ? formatKilobytes(result.memoryKb) : "–"}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
