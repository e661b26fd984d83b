import { Link } from "@tanstack/react-router";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

/** A password that its account has already, with the way for who has forgotten it. */
export function KnownPassword({
  error,
  label = "Password",
  hint,
  ...input
}: React.ComponentProps<"input"> & { error?: string; label?: string; hint?: string }) {
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      required
      action={
        <Link to="/forgot" className="text-accent text-sm hover:underline">
          Forgotten?
        </Link>
      }
    >
      <Input type="password" autoComplete="current-password" {...input} />
    </Field>
  );
}

export const knownPasswordRules = { required: "Write your password." };
