import type { InterviewAttributes } from "@codecraft/api/types";
import { CalendarClock } from "lucide-react";
import { formatMinutes, formatMoment } from "@/lib/format";

/** The moment as the interview's own zone tells it; nothing where that is the viewer's. */
export function momentElsewhere(time: string, timeZone: string): string | undefined {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (timeZone === own) return undefined;
  const format = (zone: string) =>
    new Intl.DateTimeFormat(undefined, {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      timeZone: zone,
    }).format(new Date(time));
  if (format(timeZone) === format(own)) return undefined;
  return `${format(timeZone)} in ${timeZone}`;
}

/** What interview this is, and when: in the viewer's zone, and in the interview's where that differs. */
export function Heading({ interview }: { interview: InterviewAttributes }) {
  const elsewhere = momentElsewhere(interview.startsAt, interview.timeZone);
  return (
    <header>
      <h1 className="font-semibold text-xl">{interview.title}</h1>
      <p className="mt-1 flex gap-2 text-fg2">
        <CalendarClock aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          {formatMoment(interview.startsAt)}
          {elsewhere && `, which is ${elsewhere}`} · {formatMinutes(interview.durationMinutes)}
        </span>
      </p>
    </header>
  );
}
