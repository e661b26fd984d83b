import type { MemberRole } from "@codecraft/api/types";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { useSession } from "@/api/session";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Confirm, Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { FormFailure } from "./frame";
import { ownerPowers } from "./member-role";
import { memberInvitationsQuery } from "./queries";
import { roleDuties, roleNames, rolesToGive } from "./roles";

export function InviteMember({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const [failure, setFailure] = useState<string>();
  const form = useForm<{ email: string; role: MemberRole }>({
    defaultValues: { email: "", role: "interviewer" },
  });
  const { errors, isSubmitting } = form.formState;
  const own = useSession().attributes.role;
  const [asking, setAsking] = useState<string>();
  const send = async (values: { email: string; role: MemberRole }) => {
    setFailure(undefined);
    try {
      await api.create("member-invitations", values);
      await queryClient.invalidateQueries(memberInvitationsQuery);
      toast.success(`An invitation is on its way to ${values.email}.`);
      onOpenChange(false);
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["email", "role"]));
    }
    setAsking(undefined);
  };
  const submit = form.handleSubmit((values) =>
    values.role === "owner" ? setAsking(values.email) : send(values),
  );
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Invite a member">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormFailure message={failure} />
        <Field label="E-mail" error={errors.email?.message} required>
          <Input type="email" {...form.register("email", { required: "Write an e-mail address." })} />
        </Field>
        <Field label="Role" hint={roleDuties[form.watch("role")]} error={errors.role?.message} required>
          <Select {...form.register("role")}>
            {rolesToGive(own).map((role) => (
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
        <Confirm
          open={asking !== undefined}
          onOpenChange={(open) => !open && setAsking(undefined)}
          title={`Invite ${asking} as an owner?`}
          description={ownerPowers}
          action="Invite an owner"
          pending={isSubmitting}
          onConfirm={form.handleSubmit(send)}
        />
      </form>
    </Dialog>
  );
}
