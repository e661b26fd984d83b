import type { Item } from "@codecraft/api/resources";
import { Link } from "@tanstack/react-router";
import { formatMinutes, formatMoment, formatRelative } from "@/lib/format";
import { rowLink, Table, Td, Th, Tr } from "@/ui/table";
import { isMissed } from "./groups";
import { DecisionBadge, InterviewState } from "./labels";

interface InterviewTableProps {
  title: string;
  interviews: Item<"interviews">[];
  now: number;
}

/** Interviews of one kind under their heading; nothing where there are none. */
export function InterviewTable({ title, interviews, now }: InterviewTableProps) {
  if (interviews.length === 0) return null;
  const hasBegun = interviews.some(({ attributes }) => attributes.startedAt);
  return (
    <section>
      <h2 className="mb-2 font-semibold">{title}</h2>
      <Table stacked label={`${title} interviews`}>
        <thead>
          <tr>
            <Th className="w-full min-w-44">Title</Th>
            <Th>State</Th>
            {hasBegun && <Th>Decision</Th>}
            <Th>Begins</Th>
            <Th>From now</Th>
            <Th className="text-right">Duration</Th>
          </tr>
        </thead>
        <tbody>
          {interviews.map((interview) => {
            const { id, attributes } = interview;
            return (
              <Tr key={id} className="relative">
                <Td written>
                  <Link to="/interviews/$interviewId" params={{ interviewId: id }} className={rowLink}>
                    {attributes.title}
                  </Link>
                </Td>
                <Td label="State" className="min-w-32 whitespace-nowrap">
                  <InterviewState state={attributes.state} missed={isMissed(interview, now)} />
                </Td>
                {hasBegun && (
                  <Td label="Decision" className="min-w-28 whitespace-nowrap">
                    {attributes.decision ? (
                      <DecisionBadge decision={attributes.decision} />
                    ) : (
                      attributes.startedAt && <span className="text-fg2">None yet</span>
                    )}
                  </Td>
                )}
                <Td label="Begins" className="sm:min-w-60 sm:whitespace-nowrap">
                  {formatMoment(attributes.startsAt, now)}
                </Td>
                <Td label="From now" className="min-w-28 whitespace-nowrap text-fg2">
                  {formatRelative(attributes.startsAt, now)}
                </Td>
                <Td label="Duration" className="min-w-20 whitespace-nowrap text-right text-fg2">
                  {formatMinutes(attributes.durationMinutes)}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}
