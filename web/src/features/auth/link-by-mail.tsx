import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { AuthFrame, FormFailure } from "./frame";

interface LinkByMailProps {
  /** What is asked for; the answer is the same for every address. */
  ask: "password-resets" | "registrations";
  title: string;
  lead: string;
  /** What to expect in the mailbox of an address. */
  sent: (email: string) => string;
}

/** Asks for an address, and has a link mailed to it. */
export function LinkByMail({ ask, title, lead, sent }: LinkByMailProps) {
  const [failure, setFailure] = useState<string>();
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({ defaultValues: { email: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ email }) => {
    setFailure(undefined);
    try {
      await api.order(ask, { email }, { anonymous: true });
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
      <AuthFrame title="Look into your mailbox" lead={<span className="wrap-anywhere">{sent(sentTo)}</span>}>
        <p className="mb-4 text-fg2 text-sm">
          Nothing there after some minutes? Look among what your mail program took for spam, or{" "}
          <button
            type="button"
            className="text-accent underline underline-offset-2"
            onClick={() => setSentTo(undefined)}
          >
            try again or with another address
          </button>
          .
        </p>
        {back}
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={title} lead={lead}>
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
