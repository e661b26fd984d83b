import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { AuthFrame, FormFailure } from "./frame";
import { PasswordField, passwordRules } from "./registration";

export function ResetPage() {
  const { token } = useSearch({ from: "/reset" });
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const form = useForm({ defaultValues: { password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ password }) => {
    setFailure(undefined);
    try {
      await api.order("password-changes", { token, password }, { anonymous: true });
      toast.success("Your password is changed. Sign in with it.");
      await navigate({ to: "/signin", replace: true });
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["password"]));
    }
  });

  if (!token) {
    return (
      <AuthFrame
        title="This link is incomplete"
        lead="Open the whole link of the mail, or ask for a new one."
      >
        <Link to="/forgot" className="text-accent underline underline-offset-2">
          Ask for a new link
        </Link>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose a new password" lead="All devices are signed out when it changes.">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormFailure message={failure} />
        <PasswordField
          label="New password"
          autoFocus
          error={errors.password?.message}
          {...form.register("password", passwordRules)}
        />
        <Button type="submit" variant="primary" pending={isSubmitting}>
          Change the password
        </Button>
      </form>
    </AuthFrame>
  );
}
