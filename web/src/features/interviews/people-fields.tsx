import { Plus, X } from "lucide-react";
import { useFieldArray } from "react-hook-form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import type { InterviewForm } from "./interview-form";
import { roles } from "./labels";

/** Who is invited: a row each. Rows that stay empty are left out. */
export function PeopleFields({ form }: { form: InterviewForm }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "people" });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium text-sm">People</legend>
      {fields.map((field, i) => (
        <PersonRow key={field.id} form={form} at={i} onRemove={() => remove(i)} />
      ))}
      <div>
        <Button size="sm" onClick={() => append({ role: "candidate", name: "", email: "" })}>
          <Plus aria-hidden /> Another person
        </Button>
      </div>
      <p className="text-fg2 text-xs">
        Each gets a link of their own by mail. Members of your organization need none: they join from the
        interview's page.
      </p>
    </fieldset>
  );
}

interface PersonRowProps {
  form: InterviewForm;
  at: number;
  onRemove: () => void;
}

function PersonRow({ form, at, onRemove }: PersonRowProps) {
  const errors = form.formState.errors.people?.[at];
  const nth = `person ${at + 1}`;
  const needed = (email: string) =>
    email.trim() !== "" || form.getValues(`people.${at}.name`).trim() === "" || "Write an e-mail address.";
  return (
    <div className="grid grid-cols-[1fr_auto] gap-2 max-sm:border-line max-sm:border-b max-sm:pb-3 sm:grid-cols-[8.5rem_1fr_1.3fr_2rem]">
      <Field label={`Role of ${nth}`} hideLabel>
        <Select {...form.register(`people.${at}.role`)}>
          {Object.entries(roles).map(([role, word]) => (
            <option key={role} value={role}>
              {word}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={`Name of ${nth}`} hideLabel className="max-sm:order-1 max-sm:col-span-2">
        <Input placeholder="Name (optional)" {...form.register(`people.${at}.name`)} />
      </Field>
      <Field
        label={`E-mail of ${nth}`}
        hideLabel
        error={errors?.email?.message}
        className="max-sm:order-1 max-sm:col-span-2"
      >
        <Input
          type="email"
          placeholder="name@example.org"
          {...form.register(`people.${at}.email`, { validate: needed })}
        />
      </Field>
      <Button variant="ghost" size="icon" aria-label={`Leave out ${nth}`} onClick={onRemove}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
