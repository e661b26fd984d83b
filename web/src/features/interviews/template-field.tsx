import { useMutation, useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { count } from "@/lib/format";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/input";
import { filledFrom, type InterviewForm } from "./interview-form";
import { forgetTemplates, type Template, templatesQuery } from "./templates";

interface TemplateFieldProps {
  form: InterviewForm;
  chosen?: Template;
  onChoose: (template: Template | undefined) => void;
}

/** Fills the form from a template. Where there is none, nothing is said of them. */
export function TemplateField({ form, chosen, onChoose }: TemplateFieldProps) {
  const templates = useQuery(templatesQuery).data ?? [];
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: (template: Template) => api.remove(template),
    onSuccess: () => onChoose(undefined),
    onSettled: () => {
      setAsked(false);
      return forgetTemplates();
    },
  });
  const choose = (id: string) => {
    const template = templates.find((one) => one.id === id);
    onChoose(template);
    if (template) form.reset(filledFrom(form.getValues(), template.attributes.name, template.attributes));
  };
  if (templates.length === 0) return null;
  const problems = chosen?.attributes.problemIds?.length ?? 0;
  return (
    <div className="flex items-start gap-2">
      <Field
        label="Template (optional)"
        hint={
          chosen
            ? `Agenda, duration, recording and rubric are filled in${problems > 0 ? `, and ${count(problems, "problem is", "problems are")} chosen` : ""}.`
            : "Fills in agenda, duration, recording and rubric, and chooses its problems."
        }
        className="flex-1"
      >
        <Select value={chosen?.id ?? ""} onChange={(event) => choose(event.target.value)}>
          <option value="">None</option>
          {templates.map(({ id, attributes }) => (
            <option key={id} value={id}>
              {attributes.name}
            </option>
          ))}
        </Select>
      </Field>
      {chosen && (
        <Button
          variant="ghost"
          size="icon"
          className="mt-6"
          aria-label={`Remove the template ${chosen.attributes.name}`}
          onClick={() => setAsked(true)}
        >
          <Trash2 aria-hidden />
        </Button>
      )}
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        danger
        title={`Remove the template ${chosen?.attributes.name}?`}
        description="Interviews that were made of it stay as they are."
        action="Remove"
        pending={remove.isPending}
        onConfirm={() => chosen && remove.mutate(chosen)}
      />
    </div>
  );
}
