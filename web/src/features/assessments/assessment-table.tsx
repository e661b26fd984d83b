import type { Item } from "@codecraft/api/resources";
import { Link } from "@tanstack/react-router";
import { useCan } from "@/api/session";
import { formatDateTime, formatMinutes, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { ActionMenu } from "@/ui/action-menu";
import { ActionsTd, ActionsTh, rowLink, SortTh, Table, Td, Th, Tr } from "@/ui/table";
import { useAssessmentActions } from "./assessment-actions";
import { ArchivedBadge, AssessmentState } from "./labels";

interface AssessmentTableProps {
  assessments: Item<"assessments">[];
  sort: string;
  onSort: (sort: string) => void;
}

export function AssessmentTable({ assessments, sort, onSort }: AssessmentTableProps) {
  const now = useNow(60_000);
  const mayWrite = useCan("assessments:write");
  const { actionsOn, dialog } = useAssessmentActions();
  return (
    <>
      <Table stacked label="Assessments">
        <thead>
          <tr>
            <SortTh name="title" sort={sort} onSort={onSort} className="w-full min-w-44">
              Title
            </SortTh>
            <Th>State</Th>
            <Th>Time</Th>
            <Th className="text-right">Invited</Th>
            <Th className="text-right">Started</Th>
            <Th className="text-right">Finished</Th>
            <SortTh name="updatedAt" sort={sort} onSort={onSort} descendingFirst>
              Changed
            </SortTh>
            {mayWrite && <ActionsTh />}
          </tr>
        </thead>
        <tbody>
          {assessments.map((item) => {
            const { id, attributes: assessment } = item;
            return (
              <Tr key={id} className="relative">
                <Td written className="max-sm:pr-12">
                  <Link to="/assessments/$assessmentId" params={{ assessmentId: id }} className={rowLink}>
                    {assessment.title}
                  </Link>
                </Td>
                <Td label="State" className="whitespace-nowrap">
                  <AssessmentState state={assessment.state} /> {assessment.archived && <ArchivedBadge />}
                </Td>
                <Td label="Time" className="whitespace-nowrap text-fg2">
                  {formatMinutes(assessment.timeLimitMinutes)}
                </Td>
                <Td label="Invited" className="text-right text-fg2">
                  {assessment.invitationCount}
                </Td>
                <Td label="Started" className="text-right text-fg2">
                  {assessment.startedCount}
                </Td>
                <Td label="Finished" className="text-right text-fg2">
                  {assessment.finishedCount}
                </Td>
                <Td
                  label="Changed"
                  className="whitespace-nowrap text-fg2"
                  title={formatDateTime(assessment.updatedAt)}
                >
                  {formatRelative(assessment.updatedAt, now)}
                </Td>
                {mayWrite && (
                  <ActionsTd>
                    <ActionMenu about={assessment.title} actions={actionsOn(item)} />
                  </ActionsTd>
                )}
              </Tr>
            );
          })}
        </tbody>
      </Table>
      {dialog}
    </>
  );
}
