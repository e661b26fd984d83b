import type { Item } from "@codecraft/api/resources";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { FormFailure } from "./frame";

interface RenameProps {
  item: Item<"users"> | Item<"organizations">;
  label: string;
  hint: string;
  autoComplete: string;
  /** Reads again what shows the name. */
  onRenamed: () => Promise<unknown>;
}

/** The name of a person or of an organization. */
export function RenameForm({ item, label, hint, autoComplete, onRenamed }: RenameProps) {
  const [failure, setFailure] = useState<string>();
  const form = useForm({ values: { name: item.attributes.name }, resetOptions: { keepDirtyValues: true } });
  const { errors, isSubmitting, isDirty } = form.formState;
  const submit = form.handleSubmit(async ({ name }) => {
    setFailure(undefined);
    try {
      const renamed = await api.update(item, { name });
      form.reset({ name: renamed.attributes.name });
      toast.success("The name is changed.");
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["name"]));
    }
    await onRenamed();
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col items-start gap-4">
      <FormFailure message={failure} />
      <Field label={label} hint={hint} error={errors.name?.message} required className="w-full max-w-sm">
        <Input
          autoComplete={autoComplete}
          maxLength={120}
          {...form.register("name", { validate: (name) => name.trim() !== "" || "Write a name." })}
        />
      </Field>
      <Button type="submit" variant="primary" pending={isSubmitting} disabled={!isDirty}>
        Save the name
      </Button>
    </form>
  );
}
