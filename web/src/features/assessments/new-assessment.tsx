import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { keys } from "@/api/keys";
import { queryClient } from "@/api/query";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

export function NewAssessment({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const form = useForm({ defaultValues: { title: "", timeLimitMinutes: 60 } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      const assessment = await api.create("assessments", { ...values, sections: [{ title: "", items: [] }] });
      await queryClient.invalidateQueries({ queryKey: keys.assessments.list() });
      await navigate({ to: "/assessments/$assessmentId", params: { assessmentId: assessment.id } });
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["title", "timeLimitMinutes"]));
    }
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New assessment">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <Field label="Title" hint="Candidates see it." error={errors.title?.message} required>
          <Input autoFocus {...form.register("title", { required: "Give it a title." })} />
        </Field>
        <Field label="Time limit, minutes" error={errors.timeLimitMinutes?.message} required>
          <Input
            type="number"
            min={1}
            className="w-32"
            {...form.register("timeLimitMinutes", {
              valueAsNumber: true,
              required: "Say how long it lasts.",
              min: { value: 1, message: "At least one minute." },
            })}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={isSubmitting}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
