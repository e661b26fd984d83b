import type { Operations } from "@codecraft/api/types";
import { count, formatNumber } from "@/lib/format";
import { Card } from "./card";
import { formatSpan } from "./words";

/** What waits, and what goes on now. */
export function Figures({ queue, load }: Pick<Operations, "queue" | "load">) {
  const lane = (name: string) => queue.find((one) => one.name === name);
  const waiting = (name: string) => {
    const found = lane(name);
    if (!found) return { value: "–", note: "No process tells" };
    const note = found.waiting > 0 ? `The oldest for ${formatSpan(found.oldestSeconds)}` : "Nothing waits";
    return { value: formatNumber(found.waiting), note };
  };
  const mails =
    load.mailsWaiting > 0 ? `The oldest for ${formatSpan(load.mailsOldestSeconds)}` : "All were sent";
  const rooms = load.hasVideo
    ? `${count(load.videoParticipants, "person", "people")}, ${count(load.recordings, "recording")}`
    : "No process carries video";
  return (
    <Card title="Queue and load">
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
        <Figure title="Runs that wait" {...waiting("runs")} />
        <Figure title="Judgings that wait" {...waiting("judgings")} />
        <Figure
          title="Requests under way"
          value={formatNumber(load.requestsUnderWay)}
          note="Open streams among them"
        />
        <Figure
          title="Streams open"
          value={formatNumber(load.streams + load.sockets)}
          note={`${formatNumber(load.streams)} of events, ${count(load.sockets, "socket")}`}
        />
        <Figure title="Attempts under way" value={formatNumber(load.attempts)} note="Previews among them" />
        <Figure
          title="Rooms of video"
          value={load.hasVideo ? formatNumber(load.videoRooms) : "–"}
          note={rooms}
        />
        <Figure title="Mails that wait" value={formatNumber(load.mailsWaiting)} note={mails} />
        <Figure
          title="Messages that wait"
          value={formatNumber(load.outboxWaiting)}
          note="For the queue to take them"
        />
      </dl>
    </Card>
  );
}

function Figure({ title, value, note }: { title: string; value: string; note: string }) {
  return (
    <div className="flex min-h-20 flex-col rounded-lg border border-line px-3 py-2">
      <dt className="text-fg2 text-sm">{title}</dt>
      <dd className="flex flex-1 flex-col">
        <span className="font-semibold text-lg tabular-nums">{value}</span>
        <span className="text-fg2 text-xs tabular-nums">{note}</span>
      </dd>
    </div>
  );
}
