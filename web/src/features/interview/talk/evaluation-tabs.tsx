import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef } from "react";
import { queryClient } from "@/api/query";
import { notesQuery, scorecardsQuery } from "@/lib/evaluation";
import { NoteComposer, type NoteDraft, NoteList } from "@/ui/notes";
import { OwnScorecard } from "@/ui/scorecard";
import { type EntryKind, useEntries } from "../workspace/store";

/** Does something when the room's timeline has more of a kind than it had before. */
function useMore(kind: EntryKind, renew: () => void) {
  const { length } = useEntries(kind);
  const known = useRef(length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further entry alone is news
  useEffect(() => {
    if (known.current === length) return;
    known.current = length;
    renew();
  }, [length]);
}

interface TabProps {
  interviewId: string;
  startedAt: string;
  ownId: string;
}

interface NotesProps extends TabProps {
  draft: NoteDraft;
  box: RefObject<HTMLTextAreaElement | null>;
}

/** What the interviewers note of the interview, the newest at the end and in sight. */
export function NotesTab({ interviewId, startedAt, ownId, draft, box }: NotesProps) {
  useMore("note", () => void queryClient.invalidateQueries(notesQuery(interviewId)));
  const shown = useQuery(notesQuery(interviewId)).data?.length;
  const all = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each further note scrolls
  useEffect(() => {
    if (all.current) all.current.scrollTop = all.current.scrollHeight;
  }, [shown]);
  return (
    <div className="flex h-full min-h-0 flex-col gap-2">
      <section
        ref={all}
        aria-label="All notes"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        tabIndex={0}
        className="min-h-16 flex-1 overflow-y-auto"
      >
        <NoteList interviewId={interviewId} startedAt={startedAt} ownId={ownId} />
      </section>
      <NoteComposer draft={draft} box={box} />
    </div>
  );
}

export function ScorecardTab({ interviewId, ownId }: TabProps) {
  useMore("scorecard", () => void queryClient.invalidateQueries(scorecardsQuery(interviewId)));
  return (
    <div className="h-full overflow-y-auto pr-1">
      <OwnScorecard interviewId={interviewId} ownId={ownId} />
    </div>
  );
}
