import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import type { Role } from "@/api/types";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { FormFailure } from "./frame";
import { memberInvitationsQuery } from "./queries";
import { roleDuties, roleNames, roles } from "./roles";

export function InviteMember({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [failure, setFailure] = useState<string>();
  const form = useForm<{ email: string; role: Role }>({ defaultValues: { email: "", role: "interviewer" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await api.create("member-invitations", values);
      await queryClient.invalidateQueries(memberInvitationsQuery);
      toast.success(`An invitation is on its way to ${values.email}.`);
      onOpenChange(false);
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["email", "role"]));
    }
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Invite a member">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormFailure message={failure} />
        <Field label="E-mail" error={errors.email?.message} required>
          <Input type="email" {...form.register("email", { required: "Write an e-mail address." })} />
        </Field>
        <Field label="Role" hint={roleDuties[form.watch("role")]} error={errors.role?.message} required>
          <Select {...form.register("role")}>
            {roles.map((role) => (
              <option key={role} value={role}>
                {roleNames[role]}
              </option>
            ))}
          </Select>
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={isSubmitting}>
            Send the invitation
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
