import { NoteComposer, useNoteDraft } from "@/ui/notes";
import { OwnScorecard } from "@/ui/scorecard";

interface AfterEndProps {
  interviewId: string;
  ownId: string;
}

/** What an interviewer has to do still once the interview is over: who came by a link has no other page for it. */
export function AfterEnd({ interviewId, ownId }: AfterEndProps) {
  const draft = useNoteDraft(interviewId);
  return (
    <div className="mt-6 flex flex-col gap-6 border-line border-t pt-6">
      <section aria-labelledby="scorecard">
        <h2 id="scorecard" className="mb-3 font-semibold text-lg">
          Your scorecard
        </h2>
        <OwnScorecard interviewId={interviewId} ownId={ownId} />
      </section>
      <NoteComposer draft={draft} />
    </div>
  );
}
