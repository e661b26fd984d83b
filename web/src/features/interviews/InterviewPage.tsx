import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import {
  CalendarClock,
  CircleDot,
  ClipboardList,
  FileText,
  History,
  Printer,
  UserPlus,
  Users,
  Video,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { useCan } from "@/api/session";
import { useEvents } from "@/api/use-events";
import { useCommands } from "@/lib/commands";
import { formatMinutes, formatMoment, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Page } from "@/shell/page";
import { ActionMenu } from "@/ui/action-menu";
import { Button } from "@/ui/button";
import { Connection } from "@/ui/connection";
import { Markdown } from "@/ui/markdown";
import { EmptyState, Loaded, SkeletonRows } from "@/ui/states";
import { AddPerson } from "./add-person";
import { Evaluation, useEvaluationNews } from "./evaluation";
import { doorOpens, isMissed, isOpen } from "./groups";
import { useInterviewActions } from "./interview-actions";
import { InterviewState } from "./labels";
import { Part } from "./part";
import { PeopleTable } from "./people-table";
import { interviewQuery, participantsQuery, tellNews } from "./queries";
import { RecordingsPart } from "./recordings-part";
import { agree, ownZone } from "./zones";

type Interview = Item<"interviews">;

export function InterviewPage() {
  const { interviewId } = useParams({ from: "/staff/interviews/$interviewId" });
  const query = useQuery(interviewQuery(interviewId));
  return (
    <Loaded
      page
      query={query}
      skeleton={
        <div className="p-6">
          <SkeletonRows rows={8} />
        </div>
      }
    >
      {(interview) => <Ready key={interview.id} interview={interview} />}
    </Loaded>
  );
}

function Ready({ interview }: { interview: Interview }) {
  const now = useNow();
  const { title, state, agenda, recorded, attemptId } = interview.attributes;
  const evaluation = useEvaluationNews(interview.id);
  const stream = useEvents(`/v1/interviews/${interview.id}/events`, (event) => {
    if (event.name === "interview") tellNews(event.data);
    else evaluation.take(event);
  });
  const mayReplay = useMayReplay(interview);
  const { actions, dialog } = useInterviewActions(interview);
  useCommands(
    actions.map(({ id, label, icon, perform }) => ({
      id: `${id}-interview`,
      label,
      group: "Interview",
      icon,
      perform,
    })),
  );
  // While it goes on, who is there comes first; afterwards, what came of it. What is being written there moves along.
  const people = <People key="people" interview={interview} connection={<Connection {...stream} />} />;
  const outcome = <Evaluation key="outcome" interview={interview} told={evaluation.told} />;
  return (
    <Page
      title={title}
      back={{ to: "/interviews", label: "All interviews" }}
      beside={<InterviewState state={state} missed={isMissed(interview, now)} />}
      actions={
        <>
          <Join interview={interview} now={now} />
          {mayReplay && <Afterwards interviewId={interview.id} />}
          {actions.length > 0 && <ActionMenu about={title} actions={actions} />}
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <When interview={interview} now={now} />
        {attemptId && (
          <p className="-mt-4 flex items-start gap-2">
            <ClipboardList aria-hidden className="mt-0.5 size-4 shrink-0 text-fg2" />
            <Link to="/attempts/$attemptId" params={{ attemptId }} className="text-accent underline">
              The attempt that it talks about, with its runs and verdicts
            </Link>
          </p>
        )}
        {recorded && (
          <p className="-mt-4 flex items-start gap-2">
            <CircleDot aria-hidden className="mt-0.5 size-4 shrink-0 text-fg2" /> It is to be recorded, as far
            as they agree: each is asked before they enter, and whoever says no takes part unrecorded.
          </p>
        )}
        {state === "ended" ? [outcome, people] : [people, outcome]}
        {state !== "scheduled" && state !== "cancelled" && (
          <RecordingsPart interview={interview} mayReplay={mayReplay} />
        )}
        {agenda.trim() && (
          <Part icon={<FileText aria-hidden />} title="Agenda">
            <Markdown text={agenda} className="rounded-lg border border-line px-4 py-3" />
          </Part>
        )}
      </div>
      {dialog}
    </Page>
  );
}

/** When it takes place: in its own zone, and in that of who reads this where clocks differ. */
function When({ interview, now }: { interview: Interview; now: number }) {
  const { startsAt, timeZone, durationMinutes, state } = interview.attributes;
  const isOther = !agree(startsAt, timeZone, ownZone());
  const isAhead = state === "scheduled" && !isOpen(interview, now);
  return (
    <div className="flex items-start gap-2">
      <CalendarClock aria-hidden className="mt-0.5 size-4 shrink-0 text-fg2" />
      <div>
        <p>
          <span className="font-medium">{formatMoment(startsAt, now, timeZone)}</span>,{" "}
          {formatMinutes(durationMinutes)}
          {state === "scheduled" && <span className="text-fg2"> ({formatRelative(startsAt, now)})</span>}
        </p>
        <p className="text-fg2 text-sm">
          {isOther
            ? `For you: ${formatMoment(startsAt, now)}. Time zone of the interview: ${timeZone}`
            : timeZone}
        </p>
        {isAhead && (
          <p className="text-fg2 text-sm">Its door opens at {formatMoment(doorOpens(interview), now)}.</p>
        )}
      </div>
    </div>
  );
}

function Join({ interview, now }: { interview: Interview; now: number }) {
  const mayHold = useCan("interviews:hold");
  if (!mayHold || !isOpen(interview, now)) return null;
  return (
    <Button asChild variant="primary">
      <a href={`/room/${interview.id}`}>
        <Video aria-hidden /> Join
      </a>
    </Button>
  );
}

/** Whoever was its candidate or an observer is not let in where it is gone through again. */
function useMayReplay(interview: Interview): boolean {
  const people = useQuery(participantsQuery(interview.id)).data;
  const { state, startedAt } = interview.attributes;
  const role = people?.find(({ attributes }) => attributes.self)?.attributes.role;
  const isHeld = state === "ended" && Boolean(startedAt);
  return Boolean(people) && isHeld && role !== "candidate" && role !== "observer";
}

/** Leads to what happened in it, and to what came of it on paper. */
function Afterwards({ interviewId }: { interviewId: string }) {
  return (
    <>
      <Button asChild>
        <Link to="/interviews/$interviewId/packet" params={{ interviewId }}>
          <Printer aria-hidden /> Packet
        </Link>
      </Button>
      <Button asChild variant="primary">
        <Link to="/interviews/$interviewId/replay" params={{ interviewId }}>
          <History aria-hidden /> Replay
        </Link>
      </Button>
    </>
  );
}

function People({ interview, connection }: { interview: Interview; connection: ReactNode }) {
  const query = useQuery(participantsQuery(interview.id));
  const mayWrite = useCan("interviews:write");
  const [adding, setAdding] = useState(false);
  // Of links the server keeps only hashes: what it told stays here, so that copying again makes no further one.
  const [links, setLinks] = useState<Record<string, string>>({});
  const keep = (id: string, link: string) => setLinks((now) => ({ ...now, [id]: link }));
  const { state } = interview.attributes;
  const add = mayWrite && (state === "scheduled" || state === "live") && (
    <Button onClick={() => setAdding(true)}>
      <UserPlus aria-hidden /> Add somebody
    </Button>
  );
  const actions = (
    <div className="flex flex-wrap items-center justify-end gap-2">
      {connection}
      {add}
    </div>
  );
  return (
    <Part icon={<Users aria-hidden />} title="People" action={actions}>
      <Loaded query={query} skeleton={<SkeletonRows rows={3} />}>
        {(people) =>
          people.length === 0 ? (
            <EmptyState icon={Users} title="Nobody is invited yet">
              Everybody you add gets a link of their own by mail.
            </EmptyState>
          ) : (
            <PeopleTable interview={interview} people={people} links={links} onLink={keep} />
          )
        }
      </Loaded>
      {adding && <AddPerson interviewId={interview.id} onClose={() => setAdding(false)} onLink={keep} />}
    </Part>
  );
}
