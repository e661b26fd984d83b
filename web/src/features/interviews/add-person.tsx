import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { queryClient } from "@/api/query";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { roles } from "./labels";
import { invite, type Person, participantsQuery } from "./queries";

interface AddPersonProps {
  interviewId: string;
  onClose: () => void;
  onLink: (participantId: string, link: string) => void;
}

export function AddPerson({ interviewId, onClose, onLink }: AddPersonProps) {
  const [failure, setFailure] = useState<string>();
  const form = useForm<Person>({ defaultValues: { email: "", name: "", role: "candidate" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (person) => {
    setFailure(undefined);
    try {
      const { id, attributes } = await invite(interviewId, person);
      if (attributes.link) onLink(id, attributes.link);
      toast.success(`${attributes.name || attributes.email} is invited: a mail is on the way.`);
      onClose();
      await queryClient.invalidateQueries(participantsQuery(interviewId));
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["email", "name"]));
    }
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Add somebody">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <Field label="E-mail" error={errors.email?.message} required>
          <Input
            autoFocus
            type="email"
            {...form.register("email", { required: "Write an e-mail address." })}
          />
        </Field>
        <Field label="Name (optional)" error={errors.name?.message}>
          <Input {...form.register("name")} />
        </Field>
        <Field label="Role" hint="An observer sees and hears, and stands in the list of those present.">
          <Select {...form.register("role")}>
            {Object.entries(roles).map(([role, word]) => (
              <option key={role} value={role}>
                {word}
              </option>
            ))}
          </Select>
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={isSubmitting}>
            Invite
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
