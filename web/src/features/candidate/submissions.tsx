import type { Item } from "@codecraft/api/resources";
import { ChevronLeft, History, Send } from "lucide-react";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { formatNumber, formatScore, formatTime } from "@/lib/format";
import { Button } from "@/ui/button";
import { CodeEditor } from "@/ui/code-editor";
import { Dialog } from "@/ui/dialog";
import { LanguageName, useLanguage } from "@/ui/language-select";
import { EmptyState } from "@/ui/states";
import { verdictWord } from "@/ui/verdict";
import { SubmissionBadge } from "./submission-badge";
import { inOrder, SubmissionDetails } from "./submission-details";

interface SubmissionsProps {
  answer: Item<"answers">;
  submissions: Item<"submissions">[];
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
  /** Puts a submitted text back into the editor of its language; absent when nothing may be edited. */
  onLoad?: (submission: Item<"submissions">) => void;
}

/** What was handed in for a problem, newest first, and one of them in full. */
export function Submissions({ answer, submissions, chosen, onChoose, onLoad }: SubmissionsProps) {
  const [readingId, setReadingId] = useState<string>();
  const shown = submissions.find((submission) => submission.id === chosen);
  const reading = submissions.find((submission) => submission.id === readingId);
  if (submissions.length === 0) {
    return (
      <div className="p-4">
        <EmptyState icon={Send} title="Nothing submitted yet" className="border-none py-6">
          Submit as often as you like: each is judged on the hidden tests.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-3">
      {shown ? (
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <Button size="sm" variant="ghost" onClick={() => onChoose(undefined)}>
              <ChevronLeft aria-hidden /> All submissions
            </Button>
            <span className="flex-1" />
            <Button size="sm" onClick={() => setReadingId(shown.id)}>
              View source
            </Button>
            {onLoad && (
              <Button size="sm" onClick={() => onLoad(shown)}>
                <History aria-hidden /> Load this version
              </Button>
            )}
          </div>
          <SubmissionDetails submission={shown} answer={answer} />
        </div>
      ) : (
        <ol aria-label="Submissions" className="flex flex-col gap-1">
          {submissions.map((submission, i) => (
            <li key={submission.id}>
              <Row
                answer={answer}
                submission={submission}
                number={submissions.length - i}
                onPress={() => onChoose(submission.id)}
              />
            </li>
          ))}
        </ol>
      )}
      {reading && <SourceDialog submission={reading} onClose={() => setReadingId(undefined)} />}
    </div>
  );
}

interface RowProps {
  answer: Item<"answers">;
  submission: Item<"submissions">;
  number: number;
  onPress: () => void;
}

function Row({ answer, submission, number, onPress }: RowProps) {
  const { attributes } = submission;
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line px-3 py-2 text-left tabular-nums hover:bg-bg2"
    >
      <span className="w-7 shrink-0 text-fg2">#{number}</span>
      <SubmissionBadge submission={submission} />
      <span className="flex min-w-fit flex-1 flex-wrap gap-1">
        {attributes.state === "judged" && <GroupChips groups={inOrder(attributes.groups, answer)} />}
      </span>
      {attributes.state === "judged" && (
        <span className="font-medium">{formatScore(attributes.score ?? 0, attributes.points)}</span>
      )}
      <span className="text-fg2 text-sm">
        <LanguageName id={attributes.language} />
      </span>
      <span className="text-fg2 text-sm">{formatTime(attributes.createdAt)}</span>
    </button>
  );
}

function GroupChips({ groups }: { groups: Item<"submissions">["attributes"]["groups"] }) {
  return groups.map((group) => (
    <span
      key={group.name}
      title={`${group.name}: ${verdictWord(group.verdict)}`}
      className={cn(
        "inline-flex h-5 items-center whitespace-nowrap rounded px-1.5 font-medium text-xs",
        group.verdict === "AC" ? "bg-oksoft text-ok" : "bg-bg3 text-fg2",
      )}
    >
      <span className="sr-only">{`${group.name}: ${verdictWord(group.verdict)}, `}</span>
      {group.verdict === "AC" ? "✓" : "✗"} {formatNumber(group.earned)}
    </span>
  ));
}

function SourceDialog({ submission, onClose }: { submission: Item<"submissions">; onClose: () => void }) {
  const { attributes } = submission;
  const mode = useLanguage(attributes.language)?.editor ?? "";
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`Submitted at ${formatTime(attributes.createdAt)}`}
      description={<LanguageName id={attributes.language} />}
    >
      <CodeEditor
        readOnly
        label="Submitted source"
        mode={mode}
        value={attributes.source ?? ""}
        className="h-[56vh]"
      />
    </Dialog>
  );
}
