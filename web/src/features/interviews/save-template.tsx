import type { Item } from "@codecraft/api/resources";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { saveTemplate } from "./templates";

/** Keeps what an interview is made of for the next ones. */
export function SaveTemplate({ interview, onClose }: { interview: Item<"interviews">; onClose: () => void }) {
  const [failure, setFailure] = useState<string>();
  const form = useForm({ defaultValues: { name: interview.attributes.title.slice(0, 100) } });
  const submit = form.handleSubmit(async ({ name }) => {
    setFailure(undefined);
    try {
      await saveTemplate(interview, name.trim());
      toast.success("Saved: it can be chosen where an interview is scheduled.");
      onClose();
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["name"]));
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save as a template"
      description="Agenda, duration, recording, rubric and problems. Who is invited, and when, is no part of it."
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <Field label="Name" error={form.formState.errors.name?.message} required>
          <Input
            autoFocus
            {...form.register("name", {
              validate: (name) => name.trim() !== "" || "Give it a name.",
              maxLength: { value: 100, message: "At most 100 characters." },
            })}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
            Save the template
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
