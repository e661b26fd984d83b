import { ArrowDown, ArrowUp, Plus, Undo2, X } from "lucide-react";
import { useFieldArray, useWatch } from "react-hook-form";
import { announce } from "@/ui/announcer";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { faultOfCriterion, type InterviewForm, isStandard, standardRubric } from "./interview-form";

/** The server takes no more. */
const most = 20;

/** What the interviewers' scorecards rate, in this order. */
export function RubricFields({ form, hideLegend }: { form: InterviewForm; hideLegend?: boolean }) {
  const { fields, append, remove, move, replace } = useFieldArray({ control: form.control, name: "rubric" });
  const rubric = useWatch({ control: form.control, name: "rubric" });
  const shift = (from: number, to: number) => {
    move(from, to);
    announce(`Moved to place ${to + 1}`);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className={hideLegend ? "sr-only" : "mb-2 font-medium text-sm"}>Rubric</legend>
      {fields.map((field, i) => (
        <CriterionRow
          key={field.id}
          form={form}
          at={i}
          isLast={i === fields.length - 1}
          onMove={(step) => shift(i, i + step)}
          onRemove={() => remove(i)}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          disabled={fields.length >= most}
          onClick={() => append({ name: "", description: "" })}
        >
          <Plus aria-hidden /> Another criterion
        </Button>
        {!isStandard(rubric) && (
          <Button size="sm" variant="ghost" onClick={() => replace(standardRubric)}>
            <Undo2 aria-hidden /> Take the standard ones
          </Button>
        )}
      </div>
      <p className="text-fg2 text-xs">
        Interviewers rate each from poor to excellent on their scorecards. Candidates see nothing of it.
        Without any criteria, the standard ones are rated.
      </p>
    </fieldset>
  );
}

interface RowProps {
  form: InterviewForm;
  at: number;
  isLast: boolean;
  onMove: (step: -1 | 1) => void;
  onRemove: () => void;
}

function CriterionRow({ form, at, isLast, onMove, onRemove }: RowProps) {
  const errors = form.formState.errors.rubric?.[at];
  const nth = `criterion ${at + 1}`;
  return (
    <div className="grid grid-cols-[1fr_auto] gap-2 max-sm:border-line max-sm:border-b max-sm:pb-3 sm:grid-cols-[12rem_1fr_auto]">
      <Field label={`Name of ${nth}`} hideLabel error={errors?.name?.message}>
        <Input
          placeholder="Name"
          {...form.register(`rubric.${at}.name`, {
            validate: () => faultOfCriterion(form.getValues("rubric"), at) ?? true,
            maxLength: { value: 100, message: "At most 100 characters." },
          })}
        />
      </Field>
      <Field
        label={`What ${nth} means`}
        hideLabel
        error={errors?.description?.message}
        className="max-sm:order-1 max-sm:col-span-2"
      >
        <Input
          placeholder="What it means (optional)"
          {...form.register(`rubric.${at}.description`, {
            maxLength: { value: 1000, message: "At most 1,000 characters." },
          })}
        />
      </Field>
      <div className="flex">
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Move ${nth} up`}
          disabled={at === 0}
          onClick={() => onMove(-1)}
        >
          <ArrowUp aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Move ${nth} down`}
          disabled={isLast}
          onClick={() => onMove(1)}
        >
          <ArrowDown aria-hidden />
        </Button>
        <Button variant="ghost" size="icon" aria-label={`Leave out ${nth}`} onClick={onRemove}>
          <X aria-hidden />
        </Button>
      </div>
    </div>
  );
}
