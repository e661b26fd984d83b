import type { StreamEvent } from "@codecraft/api/events";
import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { NotebookPen } from "lucide-react";
import { useRef, useState } from "react";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";
import { useCan } from "@/api/session";
import { notesQuery, scorecardsQuery } from "@/lib/evaluation";
import { NoteComposer, NoteList, useNoteDraft } from "@/ui/notes";
import { DecisionPart } from "./decision";
import { Part } from "./part";
import { interviewQuery, participantsQuery } from "./queries";
import { ScorecardsPart } from "./scorecards";

/** What the timeline tells of an evaluation, and nothing else does. */
export interface Told {
  /** Who has submitted a scorecard. */
  submitted: string[];
  /** Who decided last. */
  decidedBy?: string;
}

interface Entry {
  kind: string;
  participantId: string;
  name: string;
}

/** Takes in an interview's stream, and asks anew for what it tells of. */
export function useEvaluationNews(interviewId: string) {
  const [told, setTold] = useState<Told>({ submitted: [] });
  // A stream begins with all that happened: of that each kind is asked for once.
  const waiting = useRef<Set<string> | undefined>(new Set());
  const renew = (kind: string) => {
    const known = {
      note: [notesQuery(interviewId)],
      scorecard: [scorecardsQuery(interviewId)],
      decision: [
        interviewQuery(interviewId),
        scorecardsQuery(interviewId),
        { queryKey: keys.interviews.list() },
      ],
    }[kind];
    for (const { queryKey } of known ?? []) void queryClient.invalidateQueries({ queryKey });
  };
  const take = ({ name: event, data }: StreamEvent) => {
    if (event === "ready") {
      waiting.current?.forEach(renew);
      waiting.current = undefined;
    }
    if (event !== "entry") return;
    const { kind, participantId, name } = data as Entry;
    if (kind === "scorecard")
      setTold((now) => ({ ...now, submitted: [...new Set([...now.submitted, participantId])] }));
    if (kind === "decision") setTold((now) => ({ ...now, decidedBy: name }));
    if (waiting.current) waiting.current.add(kind);
    else renew(kind);
  };
  return { told, take };
}

interface EvaluationProps {
  interview: Item<"interviews">;
  told: Told;
}

/** What came of an interview: the decision, and what it rests on. Of it a member who is the candidate sees nothing. */
export function Evaluation({ interview, told }: EvaluationProps) {
  const people = useQuery(participantsQuery(interview.id)).data;
  const mayRead = useCan("interviews:hold");
  const { startedAt } = interview.attributes;
  const self = people?.find(({ attributes }) => attributes.self);
  if (!people || !startedAt || !mayRead || self?.attributes.role === "candidate") return null;
  return (
    <>
      <DecisionPart interview={interview} by={told.decidedBy} />
      <ScorecardsPart interview={interview} people={people} self={self} submitted={told.submitted} />
      <Notes interviewId={interview.id} startedAt={startedAt} self={self} />
    </>
  );
}

interface NotesProps {
  interviewId: string;
  startedAt: string;
  self?: Item<"interview-participants">;
}

function Notes({ interviewId, startedAt, self }: NotesProps) {
  const draft = useNoteDraft(interviewId);
  const mayWrite = self?.attributes.role === "interviewer" && self.attributes.state === "admitted";
  return (
    <Part icon={<NotebookPen aria-hidden />} title="Notes">
      <div className="flex max-w-3xl flex-col gap-4">
        <NoteList interviewId={interviewId} startedAt={startedAt} ownId={self?.id} />
        {mayWrite && <NoteComposer draft={draft} />}
      </div>
    </Part>
  );
}
