import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { AuthFrame, FormFailure } from "./frame";
import { KnownPassword, knownPasswordRules } from "./known-password";
import { setupQuery, signIn } from "./queries";

/** Only a path of this site may be returned to, never another site's address. */
export function safeReturn(path: string | undefined): string {
  return path?.startsWith("/") && !/^\/[/\\]/.test(path) ? path : "/";
}

export function SignInPage() {
  const search = useSearch({ from: "/signin" });
  const navigate = useNavigate();
  const setup = useQuery(setupQuery);
  const [failure, setFailure] = useState<string>();
  const form = useForm({ defaultValues: { email: "", password: "" } });
  const { errors, isSubmitting } = form.formState;
  if (setup.data?.required) return <Navigate to="/setup" replace />;

  const submit = form.handleSubmit(async ({ email, password }) => {
    setFailure(undefined);
    try {
      await signIn(email.trim(), password);
      const href = safeReturn(search.return);
      // The API's documents are no page of the router's: the browser opens them.
      await navigate({ href, replace: true, reloadDocument: /^\/docs(\/|$)/.test(href) });
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["email", "password"]));
    }
  });

  return (
    <AuthFrame title="Sign in">
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
        <KnownPassword error={errors.password?.message} {...form.register("password", knownPasswordRules)} />
        <Button type="submit" variant="primary" pending={isSubmitting}>
          Sign in
        </Button>
      </form>
      <p className="mt-5 min-h-10 border-line border-t pt-4 text-fg2 text-sm">
        {setup.data?.openRegistration && (
          <>
            New here?{" "}
            <Link to="/register" className="text-accent underline underline-offset-2">
              Create an organization
            </Link>
          </>
        )}
        {setup.data?.openRegistration === false &&
          "New people join by invitation: ask an administrator of your organization."}
      </p>
    </AuthFrame>
  );
}
