import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { useCan } from "@/api/session";
import { count, formatNumber } from "@/lib/format";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Progress } from "./progress";
import { FailedState } from "./states";
import { Table, Td, Th, Tr } from "./table";
import { VerdictBadge } from "./verdict";

type Subject = { judgementId: string } | { assessmentId: string } | { problemVersionId: string };

interface RejudgeProps {
  subject: Subject;
  /** What is judged again, as the end of a sentence. */
  what: ReactNode;
  label?: string;
  size?: "sm" | "md";
  /** It is being judged: once more would be refused. */
  disabled?: boolean;
}

/** A button that has submissions judged again, and shows what that changes; absent where the role may not. */
export function Rejudge({ subject, what, label = "Judge again", size = "md", disabled }: RejudgeProps) {
  const [open, setOpen] = useState(false);
  if (!useCan("judgements:manage")) return null;
  return (
    <>
      <Button size={size} disabled={disabled} onClick={() => setOpen(true)}>
        <RotateCw aria-hidden /> {label}
      </Button>
      {open && <RejudgeDialog subject={subject} what={what} onClose={() => setOpen(false)} />}
    </>
  );
}

function RejudgeDialog({
  subject,
  what,
  onClose,
}: Pick<RejudgeProps, "subject" | "what"> & { onClose: () => void }) {
  const order = useMutation({
    meta: { shown: true },
    mutationFn: () => api.create("rejudgings", { ...subject }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["judgements"] }),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Judge again"
      description={
        <>Judges {what} once more, on the same tests. Earlier results are kept; scores follow the newest.</>
      }
      footer={
        order.data ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" pending={order.isPending} onClick={() => order.mutate()}>
              Judge again
            </Button>
          </>
        )
      }
    >
      {order.error && <FailedState error={order.error} />}
      {order.data && <Watched started={order.data} />}
    </Dialog>
  );
}

/** A rejudging as it goes on; it goes on without the dialog, too. */
function Watched({ started }: { started: Item<"rejudgings"> }) {
  const query = useQuery({
    queryKey: ["rejudgings", started.id],
    initialData: started,
    staleTime: 0,
    queryFn: ({ signal }) => api.get("rejudgings", started.id, { signal }),
    refetchInterval: ({ state }) => (state.data?.attributes.state === "finished" ? false : 1000),
  });
  const { attributes } = query.data;
  const isFinished = attributes.state === "finished";
  useEffect(() => {
    if (!isFinished) return;
    for (const queryKey of [["attempts"], ["judgements"]]) void queryClient.invalidateQueries({ queryKey });
  }, [isFinished]);
  if (query.error) return <FailedState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="flex flex-col gap-3">
      <p role="status">
        {isFinished
          ? `${count(attributes.total, "submission")} judged again: ${
              attributes.changed === 0
                ? "nothing changed."
                : `${count(attributes.changed, "result")} changed.`
            }`
          : attributes.state === "preparing"
            ? "The submissions are being queued."
            : `${formatNumber(attributes.finished)} of ${count(attributes.total, "submission")} judged. You can close this: it goes on.`}
      </p>
      <Progress label="Judged again" value={attributes.finished} max={Math.max(1, attributes.total)} />
      {attributes.changes.length > 0 && <Changes changes={attributes.changes} />}
    </div>
  );
}

function Changes({ changes }: { changes: Item<"rejudgings">["attributes"]["changes"] }) {
  return (
    <Table label="What changed">
      <thead>
        <tr>
          <Th>Before</Th>
          <Th>Now</Th>
          <Th className="text-right">Judge's score</Th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <Tr key={change.judgementId}>
            <Td>
              <VerdictBadge verdict={change.verdictBefore} />
            </Td>
            <Td>
              <VerdictBadge verdict={change.verdict} />
            </Td>
            <Td className="whitespace-nowrap text-right">
              {formatNumber(change.scoreBefore)} → {formatNumber(change.score)}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
