import { explain } from "@codecraft/api/errors";
import type { Item } from "@codecraft/api/resources";
import type { InterviewAttributes } from "@codecraft/api/types";
import { useMutation } from "@tanstack/react-query";
import { PenLine, Scale } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useCan } from "@/api/session";
import { formatMoment } from "@/lib/format";
import { Button } from "@/ui/button";
import { Choice } from "@/ui/choice";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { Markdown } from "@/ui/markdown";
import { EmptyState } from "@/ui/states";
import { DecisionBadge, decisions } from "./labels";
import { Part } from "./part";
import { changeInterview } from "./queries";

interface DecisionProps {
  interview: Item<"interviews">;
  /** Who decided last. */
  by?: string;
}

/** What the organization has decided after an interview, and the form for whoever decides. */
export function DecisionPart({ interview, by }: DecisionProps) {
  const mayDecide = useCan("interviews:write");
  const [isEdited, setEdited] = useState(false);
  const { decision, decisionText, decidedAt } = interview.attributes;
  const change = mayDecide && decision && !isEdited && (
    <Button size="sm" onClick={() => setEdited(true)}>
      <PenLine aria-hidden /> Change
    </Button>
  );
  return (
    <Part icon={<Scale aria-hidden />} title="Decision" action={change}>
      {isEdited ? (
        <DecisionForm interview={interview} onClose={() => setEdited(false)} />
      ) : decision ? (
        <div className="flex flex-col gap-3 rounded-lg border border-line px-4 py-3">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <DecisionBadge decision={decision} />
            <span className="wrap-anywhere text-fg2 text-sm">
              {formatMoment(decidedAt)}
              {by && `, by ${by}`}
            </span>
          </p>
          {decisionText && <Markdown text={decisionText} />}
        </div>
      ) : (
        <EmptyState
          icon={Scale}
          title="Nothing is decided yet"
          className="py-6"
          action={mayDecide && <Button onClick={() => setEdited(true)}>Decide</Button>}
        >
          {mayDecide
            ? "The decision is for your organization: nobody is mailed, and no candidate sees it."
            : "Whoever schedules interviews decides."}
        </EmptyState>
      )}
    </Part>
  );
}

type Decision = NonNullable<InterviewAttributes["decision"]>;

const choices = Object.entries(decisions).map(([value, label]) => ({ value: value as Decision, label }));

function DecisionForm({ interview, onClose }: { interview: Item<"interviews">; onClose: () => void }) {
  const { decision: before = "", decisionText = "" } = interview.attributes;
  const [decision, setDecision] = useState<Decision>(before);
  const [text, setText] = useState(decisionText);
  const [isRefused, setRefused] = useState(false);
  const save = useMutation({
    meta: { shown: true },
    mutationFn: () => changeInterview(interview.id, { decision, decisionText: decision ? text.trim() : "" }),
    onSuccess: () => {
      toast.success(decision ? `Decided: ${decisions[decision]}.` : "The decision is taken back.");
      onClose();
    },
  });
  const isTakenBack = before !== "" && decision === "";
  return (
    <form
      className="flex max-w-3xl flex-col gap-4 rounded-lg border border-line p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (decision || isTakenBack) save.mutate();
        else setRefused(true);
      }}
    >
      {save.error && (
        <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
          {explain(save.error)}
        </p>
      )}
      <Choice
        legend="What is decided"
        options={before ? [...choices, { value: "", label: "Nothing yet" }] : choices}
        value={decision}
        error={isRefused && decision === "" ? "Choose one of them." : undefined}
        onChange={setDecision}
      />
      {!isTakenBack && (
        <Field label="Why (optional)" hint="Markdown. Members of your organization read it.">
          <Textarea
            className="min-h-24 resize-y"
            maxLength={20_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={save.isPending}>
          Save the decision
        </Button>
      </div>
    </form>
  );
}
