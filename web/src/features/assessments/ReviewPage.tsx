import type { Item } from "@codecraft/api/resources";
import { related } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";
import { useCan } from "@/api/session";
import { useEvents } from "@/api/use-events";
import { formatDateTime, formatMinutes, formatScore } from "@/lib/format";
import { Page } from "@/shell/page";
import { Button } from "@/ui/button";
import { Connection } from "@/ui/connection";
import { Loaded, SkeletonRows } from "@/ui/states";
import { TabStrip, tabStyle } from "@/ui/tabs";
import { VerdictBadge } from "@/ui/verdict";
import { AttemptState } from "./labels";
import { answersQuery, attemptQuery } from "./queries";
import { ReviewAnswer } from "./review-answer";
import { Timeline } from "./timeline";

/** A candidate's whole work: the timeline, and each problem with its code and submissions. */
export function ReviewPage() {
  const { attemptId } = useParams({ from: "/staff/attempts/$attemptId" });
  const attempt = useQuery(attemptQuery(attemptId));
  const answers = useQuery(answersQuery(attemptId));
  return (
    <Loaded
      page
      query={attempt}
      skeleton={
        <div className="p-6">
          <SkeletonRows rows={10} />
        </div>
      }
    >
      {(item) => <Review attempt={item} answers={answers} />}
    </Loaded>
  );
}

type Answers = ReturnType<typeof useQuery<Item<"answers">[]>>;

function Review({ attempt, answers }: { attempt: Item<"attempts">; answers: Answers }) {
  const { tab = "timeline" } = useSearch({ from: "/staff/attempts/$attemptId" });
  const { attributes } = attempt;
  const isLive = attributes.state === "started";
  const mayTalk = useCan("interviews:write");
  const stream = useEvents(isLive ? `/v1/attempts/${attempt.id}/events` : undefined, () => {
    void queryClient.invalidateQueries({ queryKey: keys.attempts.all });
  });
  const assessmentId = related(attempt, "assessment");
  const chosen = answers.data?.find((answer) => answer.id === tab);
  const link = (value: string) => ({
    to: "/attempts/$attemptId" as const,
    params: { attemptId: attempt.id },
    search: { tab: value },
    replace: true,
    activeProps: {},
    "aria-current": tab === value ? ("page" as const) : undefined,
    className: tabStyle,
  });
  return (
    <Page
      title={attributes.candidateName || attributes.candidateEmail || "Candidate"}
      back={
        assessmentId
          ? {
              to: "/assessments/$assessmentId",
              params: { assessmentId },
              search: { tab: "live" },
              label: attributes.assessmentTitle,
            }
          : { to: "/assessments", label: "All assessments" }
      }
      beside={<AttemptState state={attributes.state} />}
      actions={
        isLive ? (
          <Connection {...stream} />
        ) : (
          mayTalk && (
            <Button asChild>
              <Link to="/interviews/new" search={{ attempt: attempt.id }}>
                <MessagesSquare aria-hidden /> Talk about it
              </Link>
            </Button>
          )
        )
      }
    >
      <Facts attempt={attempt} />
      <TabStrip aria-label="Parts of the attempt" className="mb-4">
        <Link {...link("timeline")}>Timeline</Link>
        {answers.data?.map((answer) => (
          <Link key={answer.id} {...link(answer.id)}>
            {answer.attributes.title}
            {answer.attributes.submissionCount > 0 && (
              <VerdictBadge short verdict={answer.attributes.verdict} />
            )}
          </Link>
        ))}
      </TabStrip>
      {chosen ? (
        <ReviewAnswer key={chosen.id} answer={chosen} attemptId={attempt.id} />
      ) : tab === "timeline" ? (
        <Timeline attempt={attempt} answers={answers.data ?? []} />
      ) : (
        <Loaded query={answers}>
          {() => <p className="text-fg2">This problem is not part of the attempt.</p>}
        </Loaded>
      )}
    </Page>
  );
}

function Facts({ attempt: { attributes } }: { attempt: Item<"attempts"> }) {
  const facts = [
    ["Score", formatScore(attributes.score ?? 0, attributes.maxScore)],
    ["Answered", `${attributes.answeredCount} of ${attributes.itemCount}`],
    ["Assessment", attributes.assessmentTitle],
    ["E-mail", attributes.candidateEmail],
    ["Started", formatDateTime(attributes.startedAt)],
    ["Finished", formatDateTime(attributes.finishedAt)],
    ["Time limit", formatMinutes(attributes.timeLimitMinutes)],
  ];
  return (
    <dl className="mb-4 grid grid-cols-2 gap-x-6 gap-y-3 rounded-lg border border-line p-4 sm:grid-cols-4 lg:flex lg:flex-wrap lg:gap-x-8">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-fg2 text-xs">{name}</dt>
          <dd className="wrap-anywhere font-medium tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
