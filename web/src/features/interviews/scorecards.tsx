import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { ClipboardCheck, EyeOff } from "lucide-react";
import { type Scorecard, scorecardsQuery } from "@/lib/evaluation";
import { Markdown } from "@/ui/markdown";
import { Rating, RecommendationBadge } from "@/ui/rating";
import { OwnScorecard } from "@/ui/scorecard";
import { Loaded, SkeletonRows } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { aboutCards, missingOf } from "./panel";
import { Part } from "./part";

type Participant = Item<"interview-participants">;

interface ScorecardsProps {
  interview: Item<"interviews">;
  people: Participant[];
  /** Who looks, where they take part in it. */
  self?: Participant;
  /** Who has submitted theirs, as the timeline tells. */
  submitted: string[];
}

export function ScorecardsPart({ interview, people, self, submitted }: ScorecardsProps) {
  const query = useQuery(scorecardsQuery(interview.id));
  return (
    <Part icon={<ClipboardCheck aria-hidden />} title="Scorecards">
      <Loaded query={query} skeleton={<SkeletonRows rows={4} />}>
        {(cards) => {
          const missing = missingOf({ people, cards, submitted });
          const about = aboutCards({
            missing,
            self,
            hasOwn: cards.some(({ attributes }) => attributes.participantId === self?.id),
            isDecided: Boolean(interview.attributes.decision),
          });
          const word =
            about ?? (cards.length === 0 ? "There are none: nobody is left who was its interviewer." : "");
          const shown = cards.filter(({ attributes }) => attributes.state === "submitted");
          return (
            <div className="flex flex-col gap-4">
              {self && missing.includes(self) && (
                <section aria-label="Your scorecard" className="max-w-3xl rounded-lg border border-line p-4">
                  <OwnScorecard interviewId={interview.id} ownId={self.id} />
                </section>
              )}
              {shown.length > 0 && <Compared cards={shown} ownId={self?.id} />}
              {word && (
                <p className="flex items-start gap-2 text-fg2">
                  <EyeOff aria-hidden className="mt-0.5 size-4 shrink-0" /> {word}
                </p>
              )}
            </div>
          );
        }}
      </Loaded>
    </Part>
  );
}

/** Scorecards side by side, a column each. Cards that were begun with another rubric have criteria of their own. */
export function Compared({ cards, ownId }: { cards: Scorecard[]; ownId?: string }) {
  const criteria = [...new Set(cards.flatMap(({ attributes }) => attributes.scores.map((s) => s.criterion)))];
  const nameOf = ({ attributes }: Scorecard) =>
    attributes.participantId === ownId ? "You" : attributes.name || "A member";
  return (
    <Table stacked label="Scorecards">
      <thead>
        <tr>
          <Th className="min-w-40">Criterion</Th>
          {cards.map((card) => (
            <Th key={card.id} className="min-w-48" style={{ width: `${100 / cards.length}%` }}>
              {nameOf(card)}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Tr>
          <Td className="align-top font-medium">Recommendation</Td>
          {cards.map((card) => (
            <Td key={card.id} label={nameOf(card)} className="align-top">
              <RecommendationBadge value={card.attributes.recommendation} />
            </Td>
          ))}
        </Tr>
        {criteria.map((criterion) => (
          <Tr key={criterion}>
            <Td written className="align-top font-medium">
              {criterion}
            </Td>
            {cards.map((card) => (
              <Td key={card.id} written label={nameOf(card)} className="align-top">
                <Scored card={card} criterion={criterion} />
              </Td>
            ))}
          </Tr>
        ))}
        <Tr>
          <Td className="align-top font-medium">Summary</Td>
          {cards.map((card) => (
            <Td key={card.id} written label={nameOf(card)} className="align-top">
              {card.attributes.text ? (
                <Markdown text={card.attributes.text} />
              ) : (
                <span className="text-fg2">–</span>
              )}
            </Td>
          ))}
        </Tr>
      </tbody>
    </Table>
  );
}

function Scored({ card, criterion }: { card: Scorecard; criterion: string }) {
  const score = card.attributes.scores.find((one) => one.criterion === criterion);
  if (!score) return <span className="text-fg2">Not in this rubric</span>;
  return (
    <div>
      <Rating value={score.rating ?? 0} />
      {score.comment && <p className="whitespace-pre-wrap text-fg2 text-sm">{score.comment}</p>}
    </div>
  );
}
