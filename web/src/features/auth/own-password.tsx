import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { FormFailure } from "./frame";
import { ownSessionsQuery } from "./queries";
import { PasswordField, passwordRules } from "./registration";

export function OwnPassword({ email }: { email: string }) {
  const [failure, setFailure] = useState<string>();
  const form = useForm({ defaultValues: { currentPassword: "", password: "" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await api.order("password-changes", values);
      form.reset();
      toast.success("Your password is changed, and your other devices are signed out.");
      await queryClient.invalidateQueries(ownSessionsQuery);
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["currentPassword", "password"]));
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col items-start gap-4">
      <FormFailure message={failure} />
      {/* Tells password managers whose password it is. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <Field
        label="Current password"
        error={errors.currentPassword?.message}
        required
        className="w-full max-w-sm"
      >
        <Input
          type="password"
          autoComplete="current-password"
          {...form.register("currentPassword", { required: "Write your current password." })}
        />
      </Field>
      <PasswordField
        label="New password"
        className="w-full max-w-sm"
        error={errors.password?.message}
        {...form.register("password", passwordRules)}
      />
      <Button type="submit" variant="primary" pending={isSubmitting}>
        Change the password
      </Button>
    </form>
  );
}
