import type { Item } from "@codecraft/api/resources";
import { useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import { announce } from "@/ui/announcer";
import { Confirm } from "@/ui/dialog";
import { tookAttempt } from "./queries";

interface FinishProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  attempt: Item<"attempts">;
  answers: Item<"answers">[];
  /** Waits until everything typed has reached the server. */
  settle: () => Promise<void>;
}

/** Asks before the end, and names what is not solved yet. */
export function FinishDialog({ open, onOpenChange, attempt, answers, settle }: FinishProps) {
  const finish = useMutation({
    mutationFn: async () => {
      await settle();
      return api.update({ type: "attempts", id: attempt.id }, { state: "finished" });
    },
    onSuccess: (finished) => {
      tookAttempt(finished);
      announce("The assessment is finished");
    },
  });
  const unsolved = answers.filter((answer) => answer.attributes.verdict !== "AC");
  return (
    <Confirm
      open={open}
      onOpenChange={onOpenChange}
      danger={unsolved.length > 0}
      title="Finish the assessment?"
      action="Finish"
      pending={finish.isPending}
      onConfirm={() => finish.mutate()}
      description={
        <div className="flex flex-col gap-2">
          {unsolved.length === 0 ? (
            <p>Every problem is accepted. You cannot come back after this.</p>
          ) : (
            <>
              <p>You cannot come back after this. Not solved yet:</p>
              <ul className="flex list-disc flex-col gap-1 pl-5">
                {unsolved.map((answer) => (
                  <li key={answer.id}>
                    {answer.attributes.title}
                    {answer.attributes.submissionCount === 0 && " (not submitted)"}
                  </li>
                ))}
              </ul>
            </>
          )}
          <p>What you typed and did not submit is handed in as it is.</p>
        </div>
      }
    />
  );
}
