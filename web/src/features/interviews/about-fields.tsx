import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";
import type { InterviewForm } from "./interview-form";

export function TitleField({ form }: { form: InterviewForm }) {
  const { errors } = form.formState;
  return (
    <Field
      label="Title"
      hint="Everybody sees it, in their mails and calendars too."
      error={errors.title?.message}
      required
    >
      <Input
        autoFocus
        {...form.register("title", {
          validate: (title) => title.trim() !== "" || "Give it a title.",
          maxLength: { value: 200, message: "At most 200 characters." },
        })}
      />
    </Field>
  );
}

/** What it is about. */
export function AgendaFields({ form }: { form: InterviewForm }) {
  return (
    <Field
      label="Agenda (optional)"
      hint="Markdown. Everybody who takes part sees it."
      error={form.formState.errors.agenda?.message}
    >
      <Textarea
        className="h-28 resize-y"
        {...form.register("agenda", {
          maxLength: { value: 20_000, message: "At most 20,000 characters." },
        })}
      />
    </Field>
  );
}
