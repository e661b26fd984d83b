import type { Item } from "@codecraft/api/resources";
import { related } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { Code, FileText } from "lucide-react";
import { useMemo, useState } from "react";
import { cn } from "@/lib/cn";
import { formatDateTime, formatScore } from "@/lib/format";
import { Button } from "@/ui/button";
import { CodeEditor } from "@/ui/code-editor";
import { Dialog } from "@/ui/dialog";
import { LanguageName, useLanguage } from "@/ui/language-select";
import { Markdown } from "@/ui/markdown";
import { EmptyState, Loaded } from "@/ui/states";
import { VerdictBadge } from "@/ui/verdict";
import { Judgements } from "./judgement";
import { pastedTexts } from "./pasted";
import { activitiesQuery, documentQuery, submissionsQuery } from "./queries";

interface ReviewAnswerProps {
  answer: Item<"answers">;
  attemptId: string;
}

const currentText = "current";

/** One problem of an attempt: the submissions at the left, the source and the verdicts of the chosen one at the right. */
export function ReviewAnswer({ answer, attemptId }: ReviewAnswerProps) {
  const submissions = useQuery(submissionsQuery(attemptId));
  const [chosenId, setChosenId] = useState<string>();
  const [reading, setReading] = useState(false);
  const { attributes } = answer;
  return (
    <Loaded query={submissions}>
      {(all) => {
        const list = all.filter((submission) => related(submission, "answer") === answer.id);
        const chosen =
          list.find((submission) => submission.id === chosenId) ?? (chosenId ? undefined : list[0]);
        return (
          <div className="grid items-start gap-4 lg:grid-cols-[260px_minmax(0,1fr)]">
            <div className="flex flex-col gap-3">
              <div className="flex items-center justify-between">
                <span className="font-medium tabular-nums">
                  {formatScore(attributes.score, attributes.points)} points
                </span>
                <Button variant="ghost" size="sm" onClick={() => setReading(true)}>
                  <FileText aria-hidden /> Statement
                </Button>
              </div>
              <ul className="flex flex-col gap-0.5">
                {list.map((submission) => (
                  <li key={submission.id}>
                    <SubmissionButton
                      submission={submission}
                      pressed={submission.id === chosen?.id}
                      onPress={() => setChosenId(submission.id)}
                    />
                  </li>
                ))}
                {attributes.documentId && (
                  <li>
                    <button
                      type="button"
                      aria-pressed={!chosen}
                      onClick={() => setChosenId(currentText)}
                      className={cn(
                        "flex min-h-9 w-full items-center gap-2 rounded-md px-2.5 text-left hover:bg-bg3",
                        !chosen && "bg-bg3",
                      )}
                    >
                      <Code aria-hidden className="size-4 text-fg2" /> Last state of the editor
                    </button>
                  </li>
                )}
              </ul>
              {list.length === 0 && <p className="text-fg2">No submissions.</p>}
            </div>
            {chosen ? (
              <SubmissionView key={chosen.id} submission={chosen} />
            ) : attributes.documentId ? (
              <CurrentText documentId={attributes.documentId} attemptId={attemptId} />
            ) : (
              <EmptyState icon={Code} title="Nothing was written">
                The candidate did not open an editor for this problem.
              </EmptyState>
            )}
            <Dialog open={reading} onOpenChange={setReading} wide title={attributes.title}>
              <Markdown text={attributes.statement} pictures={`/v1/answers/${answer.id}`} />
            </Dialog>
          </div>
        );
      }}
    </Loaded>
  );
}

interface SubmissionButtonProps {
  submission: Item<"submissions">;
  pressed: boolean;
  onPress: () => void;
}

function SubmissionButton({ submission: { attributes }, pressed, onPress }: SubmissionButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={cn("w-full rounded-md px-2.5 py-1.5 text-left hover:bg-bg3", pressed && "bg-bg3")}
    >
      <span className="flex items-center justify-between gap-2">
        <VerdictBadge verdict={attributes.verdict} />
        <span className="text-fg2 tabular-nums">{formatScore(attributes.score, attributes.points)}</span>
      </span>
      <span className="mt-0.5 block text-fg2 text-xs">
        {formatDateTime(attributes.createdAt)} · <LanguageName id={attributes.language} />
      </span>
    </button>
  );
}

function SubmissionView({ submission }: { submission: Item<"submissions"> }) {
  const { attributes } = submission;
  const language = useLanguage(attributes.language);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <CodeEditor
        readOnly
        mode={language?.editor ?? "text"}
        label="Source of the submission"
        value={attributes.source ?? ""}
        className="max-h-[60vh] overflow-auto"
      />
      {attributes.compileOutput && (
        <figure>
          <figcaption className="mb-1 font-medium text-sm">Compiler</figcaption>
          <pre className="max-h-60 overflow-auto rounded-md border border-line bg-bg2 p-2 font-mono text-xs">
            {attributes.compileOutput}
          </pre>
        </figure>
      )}
      <Judgements submission={submission} />
    </div>
  );
}

function CurrentText({ documentId, attemptId }: { documentId: string; attemptId: string }) {
  const document = useQuery(documentQuery(documentId));
  const activities = useQuery(activitiesQuery(attemptId));
  const pasted = useMemo(() => pastedTexts(activities.data ?? [], documentId), [activities.data, documentId]);
  const language = useLanguage(document.data?.attributes.language);
  return (
    <Loaded query={document}>
      {({ attributes }) => (
        <div className="min-w-0">
          {pasted.length > 0 && (
            <p className="mb-1 text-fg2 text-sm">
              Text that was pasted from elsewhere, and still stands as it was, is highlighted.
            </p>
          )}
          <CodeEditor
            readOnly
            mode={language?.editor ?? "text"}
            label="Last state of the editor"
            value={attributes.text}
            highlights={pasted}
            className="max-h-[70vh] overflow-auto"
          />
        </div>
      )}
    </Loaded>
  );
}
