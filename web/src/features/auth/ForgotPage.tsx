import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { AuthFrame, FormFailure } from "./frame";

export function ForgotPage() {
  const [failure, setFailure] = useState<string>();
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({ defaultValues: { email: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ email }) => {
    setFailure(undefined);
    try {
      await api.order("password-resets", { email }, { anonymous: true });
      setSentTo(email);
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["email"]));
    }
  });

  const back = (
    <Link to="/signin" className="text-accent hover:underline">
      Back to sign in
    </Link>
  );
  if (sentTo) {
    return (
      <AuthFrame
        title="Look into your mailbox"
        lead={`If ${sentTo} belongs to an account, a link to choose a new password is on its way.`}
      >
        {back}
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Forgotten password" lead="We send you a link to choose a new one.">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormFailure message={failure} />
        <Field label="E-mail" error={errors.email?.message} required>
          <Input
            type="email"
            autoComplete="username"
            autoFocus
            {...form.register("email", { required: "Write your e-mail address." })}
          />
        </Field>
        <Button type="submit" variant="primary" pending={isSubmitting}>
          Send the link
        </Button>
        {back}
      </form>
    </AuthFrame>
  );
}
