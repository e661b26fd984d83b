import { explain } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed } from "lucide-react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { groupsQuery, problemQuery, referencesQuery, versionsQuery } from "./queries";

interface PublishProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  problem: Item<"problems">;
  beforeStart: () => Promise<boolean>;
}

/** Makes an immutable version of the draft, and says what is missing until that is possible. */
export function PublishDialog({ open, onOpenChange, problem, beforeStart }: PublishProps) {
  const fresh = useQuery({ ...problemQuery(problem.id), staleTime: 0 });
  const groups = useQuery(groupsQuery(problem.id));
  const references = useQuery(referencesQuery(problem.id));
  const accepted = references.data?.filter((r) => r.attributes.expectedVerdict === "AC").length ?? 0;
  const needs = [
    { text: "Samples for candidates", done: groups.data?.some((g) => g.attributes.sample) ?? false },
    { text: "A hidden test group", done: groups.data?.some((g) => !g.attributes.sample) ?? false },
    { text: `Two accepted reference solutions (now ${accepted})`, done: accepted >= 2 },
    { text: "The current revision is verified", done: fresh.data?.attributes.verified ?? false },
  ];
  const publish = useMutation({
    mutationFn: async () => {
      await beforeStart();
      return api.create("problem-versions", {}, { problem: { type: "problems", id: problem.id } });
    },
    meta: { shown: true },
    onSuccess: (version) => {
      toast.success(`Version ${version.attributes.number} is published.`);
      onOpenChange(false);
      void queryClient.invalidateQueries({ queryKey: ["problems", "one", problem.id] });
      void queryClient.invalidateQueries({ queryKey: ["problems", "list"] });
      return queryClient.invalidateQueries(versionsQuery(problem.id));
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Publish this problem"
      description="A version never changes. Assessments use the newest one at the time they are published; running ones keep theirs."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            pending={publish.isPending}
            disabled={!needs.every((need) => need.done)}
            onClick={() => publish.mutate()}
          >
            Publish
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-2">
        {needs.map((need) => (
          <li key={need.text} className="flex items-center gap-2">
            {need.done ? (
              <CircleCheck aria-label="Done:" role="img" className="size-4 shrink-0 text-ok" />
            ) : (
              <CircleDashed aria-label="Missing:" role="img" className="size-4 shrink-0 text-fg3" />
            )}
            <span className={need.done ? "text-fg2" : undefined}>{need.text}</span>
          </li>
        ))}
      </ul>
      {publish.error && (
        <p role="alert" className="mt-3 rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
          {explain(publish.error)}
        </p>
      )}
    </Dialog>
  );
}
