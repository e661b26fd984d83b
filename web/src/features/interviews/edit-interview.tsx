import type { Item } from "@codecraft/api/resources";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { AgendaFields, TitleField } from "./about-fields";
import { aboutOf, type InterviewValues, valuesOf, whenOf } from "./interview-form";
import { changeInterview } from "./queries";
import { WhenFields } from "./when-fields";

interface EditInterviewProps {
  interview: Item<"interviews">;
  /** When it takes place, or what it is about. */
  part: "when" | "about";
  onClose: () => void;
}

export function EditInterview({ interview, part, onClose }: EditInterviewProps) {
  const [failure, setFailure] = useState<string>();
  const [defaultValues] = useState(() => valuesOf(interview.attributes));
  const form = useForm<InterviewValues>({ defaultValues });
  const isWhen = part === "when";
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await changeInterview(interview.id, isWhen ? whenOf(values) : aboutOf(values));
      toast.success(isWhen ? "Rescheduled: everybody invited gets a mail." : "Changed.");
      onClose();
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["title", "agenda", "timeZone", "durationMinutes"]));
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      wide
      title={isWhen ? "Reschedule the interview" : "Edit the interview"}
      description={
        isWhen
          ? "Everybody invited gets a mail that moves it in their calendars."
          : "When the title changes, everybody invited gets a mail."
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        {isWhen ? (
          <WhenFields form={form} />
        ) : (
          <>
            <TitleField form={form} />
            <AgendaFields form={form} />
          </>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
            {isWhen ? "Reschedule" : "Save"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
