import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { FormFailure } from "./frame";
import { KnownPassword, knownPasswordRules } from "./known-password";
import { signIn } from "./queries";

interface RegistrationProps {
  /** Sent along: the token of the setup, of the invitation, or of the link that was asked for. */
  token: { setupToken?: string; invitationToken?: string; registrationToken?: string };
  withOrganization: boolean;
  /** Whom the link was mailed to; with an account already, its password lets them in. */
  mailed?: { email: string; name: string; hasAccount: boolean };
  action: string;
}

/** Makes a user, of an own organization or of the one that invited, and signs it in. */
export function RegistrationForm({ token, withOrganization, mailed, action }: RegistrationProps) {
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const form = useForm({
    defaultValues: {
      organizationName: "",
      name: mailed?.name ?? "",
      email: mailed?.email ?? "",
      password: "",
    },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ organizationName, ...user }) => {
    setFailure(undefined);
    try {
      const organization = withOrganization ? { organizationName } : {};
      await api.create("users", { ...user, ...organization, ...token }, undefined, { anonymous: true });
      await signIn(user.email, user.password);
      await navigate({ to: "/", replace: true });
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["organizationName", "name", "email", "password"]));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <FormFailure message={failure} />
      {withOrganization && (
        <Field
          label="Organization"
          hint="The name of your company or university."
          error={errors.organizationName?.message}
          required
        >
          <Input
            autoComplete="organization"
            {...form.register("organizationName", { required: "Name your organization." })}
          />
        </Field>
      )}
      {!mailed?.hasAccount && (
        <Field label="Your name" error={errors.name?.message} required>
          <Input autoComplete="name" {...form.register("name", { required: "Write your name." })} />
        </Field>
      )}
      <Field
        label="E-mail"
        hint={mailed && "The link was sent to it."}
        error={errors.email?.message}
        required
      >
        <Input
          type="email"
          autoComplete="username"
          readOnly={mailed !== undefined}
          className={mailed && "bg-bg2"}
          {...form.register("email", { required: "Write your e-mail address." })}
        />
      </Field>
      {mailed?.hasAccount ? (
        <KnownPassword
          label="Password of your account"
          hint={`There is an account of ${mailed.name || "yours"} with this address: you join with it.`}
          error={errors.password?.message}
          {...form.register("password", knownPasswordRules)}
        />
      ) : (
        <PasswordField error={errors.password?.message} {...form.register("password", passwordRules)} />
      )}
      <Button type="submit" variant="primary" pending={isSubmitting}>
        {action}
      </Button>
    </form>
  );
}

export const passwordRules = {
  required: "Choose a password.",
  minLength: { value: 10, message: "Use at least 10 characters." },
};

/** A new password; long ones are better than odd ones. */
export function PasswordField({
  error,
  label = "Password",
  className,
  ...input
}: React.ComponentProps<"input"> & { error?: string; label?: string }) {
  return (
    <Field
      label={label}
      hint="At least 10 characters, not your e-mail address, none that is guessed first. Three or four random words make a good one."
      error={error}
      required
      className={className}
    >
      <Input type="password" autoComplete="new-password" {...input} />
    </Field>
  );
}
