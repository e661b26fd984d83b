import { useMutation, useQuery } from "@tanstack/react-query";
import { ClipboardCheck, Lock, Send } from "lucide-react";
import { useRef, useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { type DraftHandle, useDraft } from "@/lib/draft";
import {
  keepScorecard,
  type Recommendation,
  ratings,
  recommendations,
  type Score,
  type Scorecard,
  scorecardsQuery,
} from "@/lib/evaluation";
import { count, formatDateTime } from "@/lib/format";
import { announce } from "./announcer";
import { Button } from "./button";
import { Choice } from "./choice";
import { Confirm } from "./dialog";
import { Field } from "./field";
import { Textarea } from "./input";
import { Markdown } from "./markdown";
import { Rating, RecommendationBadge } from "./rating";
import { SaveNotice, SaveState } from "./save-state";
import { EmptyState, Loaded, SkeletonRows } from "./states";

interface OwnProps {
  interviewId: string;
  /** As which participant one was in the interview. */
  ownId: string;
}

/** One's own scorecard: begun, then written, then submitted, after which it is read, beside those of the others. */
export function OwnScorecard({ interviewId, ownId }: OwnProps) {
  const query = useQuery(scorecardsQuery(interviewId));
  return (
    <Loaded query={query} skeleton={<SkeletonRows rows={4} />}>
      {(cards) => {
        const own = cards.find(({ attributes }) => attributes.participantId === ownId);
        if (!own) return <Unbegun interviewId={interviewId} />;
        if (own.attributes.state === "draft")
          return <ScorecardForm key={own.id} interviewId={interviewId} card={own} />;
        return (
          <div className="flex flex-col gap-6">
            <p className="flex items-start gap-2 text-fg2 text-sm">
              <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
              {`You submitted it at ${formatDateTime(own.attributes.submittedAt)}. It stays as it is: what you think now can go into a note.`}
            </p>
            {[own, ...cards.filter((card) => card !== own)].map((card) => (
              <ReadScorecard key={card.id} card={card} name={card === own ? "You" : card.attributes.name} />
            ))}
          </div>
        );
      }}
    </Loaded>
  );
}

function Unbegun({ interviewId }: { interviewId: string }) {
  const interview = { type: "interviews", id: interviewId };
  const begin = useMutation({
    mutationFn: () => api.create("scorecards", {}, { interview }),
    onSuccess: (card) => keepScorecard(interviewId, card),
    // Another window may have begun it.
    onError: () => queryClient.invalidateQueries(scorecardsQuery(interviewId)),
  });
  return (
    <EmptyState
      icon={ClipboardCheck}
      title="You have no scorecard yet"
      className="border-none p-2"
      action={
        <Button variant="primary" pending={begin.isPending} onClick={() => begin.mutate()}>
          Begin your scorecard
        </Button>
      }
    >
      It rates what this interview is to find out. You alone see it until you submit it, and after that you
      see those of the others.
    </EmptyState>
  );
}

/** What the notice of what is not saved calls the fields. */
const words = { scores: "Ratings", text: "Summary", recommendation: "Recommendation" };

const chosenRatings = ratings.map((label, value) => ({ value, label })).slice(1);
const chosenRecommendations = Object.entries(recommendations).map(([value, label]) => ({
  value: value as Recommendation,
  label,
}));

function ScorecardForm({ interviewId, card }: { interviewId: string; card: Scorecard }) {
  const draft = useDraft(card, (saved) => keepScorecard(interviewId, saved));
  const { value, set } = draft;
  const rate = (at: number, part: Partial<Score>) =>
    set({ scores: value.scores.map((score, i) => (i === at ? { ...score, ...part } : score)) });
  return (
    <div className="flex flex-col gap-5">
      <div className="sticky top-0 z-10 flex flex-wrap items-center justify-between gap-x-2 border-line border-b bg-bg py-1">
        <p className="text-fg2 text-sm">Yours alone until you submit it</p>
        <SaveState state={draft.state} />
      </div>
      <SaveNotice draft={draft} noun="scorecard" words={words} />
      {value.scores.map((score, i) => (
        <Criterion key={score.criterion} score={score} onChange={(part) => rate(i, part)} />
      ))}
      <Field label="Summary" hint="Markdown.">
        <Textarea
          className="min-h-24 resize-y"
          maxLength={20_000}
          value={value.text}
          onChange={(event) => set({ text: event.target.value })}
        />
      </Field>
      <Submission interviewId={interviewId} draft={draft} />
    </div>
  );
}

function Criterion({ score, onChange }: { score: Score; onChange: (part: Partial<Score>) => void }) {
  const { criterion, description, rating, comment } = score;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-start justify-between gap-2">
        <div className="wrap-anywhere min-w-0">
          <h3 className="font-semibold">{criterion}</h3>
          {description && <p className="text-fg2 text-sm">{description}</p>}
        </div>
        <Button
          size="sm"
          variant="ghost"
          className={rating ? undefined : "invisible"}
          aria-label={`Take the rating of ${criterion} back`}
          onClick={() => onChange({ rating: 0 })}
        >
          Clear
        </Button>
      </div>
      <Choice
        legend={`Rating of ${criterion}`}
        hideLegend
        options={chosenRatings}
        value={rating ?? 0}
        onChange={(next) => onChange({ rating: next })}
      />
      <Field label={`Comment on ${criterion}`} hideLabel>
        <Textarea
          className="min-h-14 resize-y"
          rows={2}
          maxLength={4000}
          placeholder="Why"
          value={comment ?? ""}
          onChange={(event) => onChange({ comment: event.target.value })}
        />
      </Field>
    </div>
  );
}

/** What one recommends, and the end of writing. */
function Submission({ interviewId, draft }: { interviewId: string; draft: DraftHandle<"scorecards"> }) {
  const { value, set, item } = draft;
  const [isAsked, setAsked] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const choice = useRef<HTMLFieldSetElement>(null);
  const submit = useMutation({
    mutationFn: async () => {
      if (!(await draft.flush())) return; // the notice says why
      keepScorecard(interviewId, await api.update({ type: item.type, id: item.id }, { state: "submitted" }));
      announce("Scorecard submitted");
      await queryClient.invalidateQueries(scorecardsQuery(interviewId));
    },
    onSettled: () => setAsked(false),
  });
  const ask = () => {
    const isReady = value.recommendation !== "";
    setRefused(!isReady);
    if (isReady) setAsked(true);
    else choice.current?.querySelector("input")?.focus();
  };
  const unrated = value.scores.filter(({ rating }) => !rating).length;
  return (
    <>
      <Choice
        ref={choice}
        legend="Recommendation"
        options={chosenRecommendations}
        value={value.recommendation}
        error={
          isRefused && value.recommendation === "" ? "Say what you recommend before you submit." : undefined
        }
        onChange={(recommendation) => set({ recommendation })}
      />
      <div className="flex justify-end">
        <Button variant="primary" onClick={ask}>
          <Send aria-hidden /> Submit…
        </Button>
      </div>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title="Submit your scorecard?"
        description={
          <>
            {unrated > 0 && (
              <p className="mb-2 text-fg">{count(unrated, "criterion is", "criteria are")} not rated.</p>
            )}
            <p>
              This is final: a scorecard that was submitted cannot be changed any more. The others see it
              then.
            </p>
          </>
        }
        action="Submit for good"
        pending={submit.isPending}
        onConfirm={() => submit.mutate()}
      />
    </>
  );
}

function ReadScorecard({ card, name }: { card: Scorecard; name: string }) {
  const { scores, text, recommendation } = card.attributes;
  return (
    <section aria-label={`Scorecard of ${name}`} className="flex flex-col gap-3">
      <h3 className="flex flex-wrap items-center justify-between gap-2 font-semibold">
        <span className="wrap-anywhere min-w-0">{name}</span> <RecommendationBadge value={recommendation} />
      </h3>
      {scores.map(({ criterion, rating, comment }) => (
        <div key={criterion}>
          <div className="flex flex-wrap items-center justify-between gap-x-3">
            <span className="wrap-anywhere min-w-0">{criterion}</span> <Rating value={rating ?? 0} />
          </div>
          {comment && <p className="wrap-anywhere whitespace-pre-wrap text-fg2 text-sm">{comment}</p>}
        </div>
      ))}
      {text && <Markdown text={text} />}
    </section>
  );
}
