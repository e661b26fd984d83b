import { Cpu, ShieldAlert, ShieldCheck, Unplug } from "lucide-react";
import { count, formatNumber } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Progress } from "@/ui/progress";
import { EmptyState } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { Card } from "./card";
import type { Worker } from "./queries";

/** Those who run programs: what they have in use, and what keeps programs in. */
export function Workers({ workers }: { workers: Worker[] }) {
  return (
    <Card title="Workers">
      {workers.length === 0 ? (
        <EmptyState icon={Cpu} title="No worker is running">
          Nobody can run a program, and nothing is judged, until one is started.
        </EmptyState>
      ) : (
        <Table stacked label="Workers and their slots">
          <thead>
            <tr>
              <Th>Host</Th>
              <Th>Protection</Th>
              <Th>Slots</Th>
              <Th>Waits</Th>
              <Th>Terminals</Th>
            </tr>
          </thead>
          <tbody>
            {workers.map((worker) => (
              <Row key={worker.process} worker={worker} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function Row({ worker }: { worker: Worker }) {
  const { host, slots, runs, judgings, waiting, terminals, terminalsBusy, silent } = worker;
  const busy = runs + judgings;
  const inUse = `${formatNumber(busy)} of ${formatNumber(slots)} busy`;
  return (
    <Tr className="align-top">
      <Td written className="font-medium">
        <div className="flex flex-wrap items-center gap-2">
          {host}
          {silent && (
            <Badge tone="bad">
              <Unplug aria-hidden /> Does not answer
            </Badge>
          )}
        </div>
      </Td>
      <Td label="Protection">
        <Protection worker={worker} />
      </Td>
      <Td label="Slots">
        <div className="w-40">
          <Progress label={`Slots of ${host}: ${inUse}`} value={busy} max={slots} />
          <p className="mt-1 text-fg2 text-xs">
            {inUse}: {count(runs, "run")}, {count(judgings, "judging")}
          </p>
        </div>
      </Td>
      <Td label="Waits">
        <span>{formatNumber(waiting)}</span>
      </Td>
      <Td label="Terminals">
        <span className="whitespace-nowrap">
          {formatNumber(terminalsBusy)} of {formatNumber(terminals)}
        </span>
      </Td>
    </Tr>
  );
}

function Protection({ worker: { level, means, off } }: { worker: Worker }) {
  const isWhole = level === "isolated";
  const Icon = isWhole ? ShieldCheck : ShieldAlert;
  return (
    <div>
      <Badge tone={isWhole ? "ok" : "warn"} className="capitalize">
        <Icon aria-hidden /> {level}
      </Badge>
      <p className="mt-1 max-w-md text-fg2 text-xs">{means.slice(means.indexOf(":") + 1).trim()}</p>
      {off.length > 0 && (
        <details className="mt-1 text-xs">
          <summary className="cursor-pointer text-warn">
            {count(off.length, "protection does", "protections do")} not hold
          </summary>
          <ul className="mt-1 list-disc pl-4">
            {off.map((one) => (
              <li key={one} className="wrap-anywhere">
                {one}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
