import type { Item } from "@codecraft/api/resources";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { AgendaFields, TitleField } from "./about-fields";
import {
  aboutOf,
  type InterviewForm,
  type InterviewValues,
  rubricOf,
  valuesOf,
  whenOf,
} from "./interview-form";
import { changeInterview } from "./queries";
import { RecordingField } from "./recording-field";
import { RubricFields } from "./rubric-fields";
import { WhenFields } from "./when-fields";

/** When an interview takes place, what it is about, and what it is to find out. */
export type EditedPart = "when" | "about" | "rubric";

const parts = {
  when: {
    title: "Reschedule the interview",
    description: "Everybody invited gets a mail that moves it in their calendars.",
    action: "Reschedule",
    done: "Rescheduled: everybody invited gets a mail.",
    changes: whenOf,
  },
  about: {
    title: "Edit the interview",
    description: "When the title changes, everybody invited gets a mail.",
    action: "Save",
    done: "Changed.",
    changes: aboutOf,
  },
  rubric: {
    title: "Edit the rubric",
    description: "Scorecards that were begun keep the criteria that they have.",
    action: "Save",
    done: "Changed: scorecards that are begun from now on have these criteria.",
    changes: rubricOf,
  },
};

function Fields({ part, form }: { part: EditedPart; form: InterviewForm }) {
  if (part === "when") return <WhenFields form={form} />;
  if (part === "rubric") return <RubricFields form={form} hideLegend />;
  return (
    <>
      <TitleField form={form} />
      <AgendaFields form={form} />
      <RecordingField form={form} />
    </>
  );
}

interface EditInterviewProps {
  interview: Item<"interviews">;
  part: EditedPart;
  onClose: () => void;
}

export function EditInterview({ interview, part, onClose }: EditInterviewProps) {
  const [failure, setFailure] = useState<string>();
  const [defaultValues] = useState(() => valuesOf(interview.attributes));
  const form = useForm<InterviewValues>({ defaultValues });
  const { title, description, action, done, changes } = parts[part];
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await changeInterview(interview.id, changes(values));
      toast.success(done);
      onClose();
    } catch (error) {
      setFailure(
        placeErrors(error, form.setError, ["title", "agenda", "recorded", "timeZone", "durationMinutes"]),
      );
    }
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} wide title={title} description={description}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <Fields part={part} form={form} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
