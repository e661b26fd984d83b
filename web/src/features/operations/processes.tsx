import { CircleCheck, CircleSlash, TriangleAlert, Unplug } from "lucide-react";
import { formatBytes, formatDateTime, formatNumber, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/badge";
import { Table, Td, Th, Tr } from "@/ui/table";
import { Card } from "./card";
import type { Process } from "./queries";
import { formatSpan, titleOf, versionsOf } from "./words";

/** What runs where, in which version. At is the server's time of what is shown. */
export function Processes({ processes, at }: { processes: Process[]; at: string }) {
  const versions = versionsOf(processes);
  return (
    <Card
      title="Processes and versions"
      beside={
        versions.length > 1 && (
          <Badge tone="warn">
            <TriangleAlert aria-hidden /> {versions.length} versions run at once
          </Badge>
        )
      }
    >
      <Table stacked label="Processes">
        <thead>
          <tr>
            <Th>Host</Th>
            <Th className="w-full">Runs</Th>
            <Th>State</Th>
            <Th>Version</Th>
            <Th>Started</Th>
            <Th>Memory</Th>
            <Th>Disk</Th>
          </tr>
        </thead>
        <tbody>
          {processes.map((process) => (
            <Row key={process.id} process={process} at={at} />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function Row({ process, at }: { process: Process; at: string }) {
  const now = useNow(30_000);
  return (
    <Tr className="align-top">
      <Td written className="font-medium">
        {process.host}
      </Td>
      <Td label="Runs" written>
        {process.services.map(titleOf).join(", ")}
      </Td>
      <Td label="State">
        <State process={process} at={at} />
      </Td>
      <Td label="Version">
        <div className="whitespace-nowrap">
          {process.version}
          <p className="text-fg2 text-xs">
            {process.commit} · {process.goVersion}
          </p>
        </div>
      </Td>
      <Td label="Started">
        <time
          dateTime={process.startedAt}
          title={formatDateTime(process.startedAt)}
          className="whitespace-nowrap"
        >
          {formatRelative(process.startedAt, now)}
        </time>
      </Td>
      <Td label="Memory">
        <div className="whitespace-nowrap">
          {formatBytes(process.memoryBytes)}
          <p className="text-fg2 text-xs">
            Host: {formatBytes(process.memoryUsedBytes)} of {formatBytes(process.memoryLimitBytes)}
          </p>
          <p className="text-fg2 text-xs">{formatNumber(process.goroutines)} goroutines</p>
        </div>
      </Td>
      <Td label="Disk">
        <div className="whitespace-nowrap">
          {formatBytes(process.diskFreeBytes)} free
          <p className="text-fg2 text-xs">of {formatBytes(process.diskSizeBytes)}</p>
        </div>
      </Td>
    </Tr>
  );
}

function State({ process: { units, silent, toldAt }, at }: { process: Process; at: string }) {
  const failing = units.filter(({ ready }) => !ready);
  if (silent) {
    const age = (Date.parse(at) - Date.parse(toldAt)) / 1000;
    return (
      <div>
        <Badge tone="bad">
          <Unplug aria-hidden /> Does not answer
        </Badge>
        <p className="mt-1 text-fg2 text-xs">As it was {formatSpan(age)} ago</p>
      </div>
    );
  }
  if (failing.length === 0) {
    return (
      <Badge tone="ok">
        <CircleCheck aria-hidden /> Ready
      </Badge>
    );
  }
  return (
    <div>
      <Badge tone="bad">
        <CircleSlash aria-hidden /> Not ready
      </Badge>
      <ul className="mt-1 text-xs">
        {failing.map(({ name, reason }) => (
          <li key={name} className="wrap-anywhere min-w-40">
            {name}: {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
