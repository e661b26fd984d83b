import { ApiError, explain } from "@codecraft/api/errors";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Loaded, Skeleton } from "@/ui/states";
import { AuthFrame, FormFailure } from "./frame";
import { resetQuery } from "./queries";
import { PasswordField, passwordRules } from "./registration";

/** Where the link of a mail about a forgotten password leads. */
export function ResetPage() {
  const { token } = useSearch({ from: "/reset" });
  if (!token) {
    return (
      <DeadLink
        title="This link is incomplete"
        lead="Open the whole link of the mail, or ask for a new one."
      />
    );
  }
  return <Reset token={token} />;
}

function Reset({ token }: { token: string }) {
  const reset = useQuery(resetQuery(token));
  const { error } = reset;
  if (error instanceof ApiError && error.status === 410) {
    return <DeadLink title="This link leads nowhere" lead={explain(error)} />;
  }
  if (!reset.data) {
    return (
      <AuthFrame title="Choose a new password">
        <Loaded query={reset} skeleton={<Skeleton className="w-48" />}>
          {() => null}
        </Loaded>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose a new password" lead="All devices are signed out when it changes.">
      <NewPassword token={token} email={reset.data.attributes.email} />
    </AuthFrame>
  );
}

function NewPassword({ token, email }: { token: string; email: string }) {
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

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <FormFailure message={failure} />
      <p className="wrap-anywhere text-sm">
        For the account of <strong>{email}</strong>
      </p>
      {/* Password managers keep the new password under this name. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
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
  );
}

function DeadLink({ title, lead }: { title: string; lead: string }) {
  return (
    <AuthFrame title={title} lead={lead}>
      <Link to="/forgot" className="text-accent underline underline-offset-2">
        Ask for a new link
      </Link>
    </AuthFrame>
  );
}
