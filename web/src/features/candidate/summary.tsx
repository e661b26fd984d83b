import { type Item, related } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { count, formatMoment, formatNumber, formatScore } from "@/lib/format";
import { useTitle } from "@/lib/title";
import { PlainPage } from "@/shell/plain-page";
import { LanguageName } from "@/ui/language-select";
import { Loaded } from "@/ui/states";
import { VerdictBadge, verdictWord } from "@/ui/verdict";
import { answersQuery, submissionsQuery } from "./queries";
import { SubmissionBadge } from "./submission-badge";
import { inOrder } from "./submission-details";
import { useAttemptEvents } from "./use-attempt";

/** Thanks, and what was handed in. Verdicts that are still on their way arrive by themselves. */
export function Summary({ attempt }: { attempt: Item<"attempts"> }) {
  const { attributes } = attempt;
  useTitle(attributes.assessmentTitle);
  useAttemptEvents(attempt);
  const answers = useQuery(answersQuery(attempt.id));
  const submissions = useQuery(submissionsQuery(attempt.id));
  return (
    <PlainPage>
      <CircleCheck aria-hidden className="size-8 text-ok" />
      <h1 className="mt-3 font-semibold text-2xl">{`Thank you, ${attributes.candidateName}`}</h1>
      <p className="mt-1 text-fg2">
        {`You finished “${attributes.assessmentTitle}”`}
        {attributes.finishedAt && ` on ${formatMoment(attributes.finishedAt)}`}.{" "}
        {`${count(attributes.answeredCount, "problem")} of ${attributes.itemCount} submitted.`} Whoever
        invited you has your answers; you can close this page.
      </p>
      <h2 className="mt-6 mb-2 font-semibold text-lg">What you handed in</h2>
      <Loaded query={answers}>
        {(all) => (
          <Loaded query={submissions}>
            {(list) => (
              <ol className="divide-y divide-line rounded-lg border border-line">
                {all.map((answer, i) => (
                  <AnswerSummary
                    key={answer.id}
                    number={i + 1}
                    answer={answer}
                    submissions={list.filter((one) => related(one, "answer") === answer.id)}
                  />
                ))}
              </ol>
            )}
          </Loaded>
        )}
      </Loaded>
    </PlainPage>
  );
}

interface AnswerSummaryProps {
  number: number;
  answer: Item<"answers">;
  submissions: Item<"submissions">[];
}

function AnswerSummary({ number, answer, submissions }: AnswerSummaryProps) {
  const { title, points, verdict, score } = answer.attributes;
  const waiting = submissions.find((one) => one.attributes.state !== "judged");
  const counted =
    submissions.find(
      (one) => one.attributes.verdict === verdict && one.attributes.score === score && verdict !== "",
    ) ?? submissions[0];
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-48 font-medium">{`${number}. ${title}`}</span>
        {waiting ? (
          <SubmissionBadge submission={waiting} />
        ) : counted ? (
          <VerdictBadge verdict={counted.attributes.verdict} />
        ) : (
          <span className="text-fg2">Nothing handed in</span>
        )}
        <span className="w-24 text-right text-fg2 tabular-nums">
          {counted && !waiting
            ? formatScore(counted.attributes.score ?? 0, points)
            : `– / ${formatNumber(points)}`}
        </span>
      </div>
      {counted && (
        <p className="flex flex-wrap gap-x-3 gap-y-1 text-fg2 text-sm">
          <LanguageName id={counted.attributes.language} />
          <span>{count(submissions.length, "submission")}</span>
          {inOrder(counted.attributes.groups, answer).map((group) => (
            <span key={group.name}>{`${group.name}: ${verdictWord(group.verdict)}`}</span>
          ))}
        </p>
      )}
    </li>
  );
}
