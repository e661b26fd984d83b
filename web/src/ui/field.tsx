import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "@/lib/cn";

interface FieldContext {
  id: string;
  describedBy?: string;
  invalid: boolean;
  required: boolean;
}

const Context = createContext<FieldContext | null>(null);

/** What a control inside a Field takes from it: its id, and the texts that describe it. */
export function useFieldProps(own: { id?: string } = {}) {
  const field = useContext(Context);
  if (!field) return {};
  return {
    id: own.id ?? field.id,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
    "aria-required": field.required || undefined,
  };
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  /** The label is only spoken: the place says what it is. */
  hideLabel?: boolean;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A label, its control, and below it a hint or what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  required = false,
  hideLabel,
  action,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  return (
    <Context.Provider value={{ id, describedBy, invalid: Boolean(error), required }}>
      <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
        <div className={cn("flex items-center justify-between gap-2", hideLabel && "sr-only")}>
          <label htmlFor={id} className="font-medium text-sm">
            {label}
            {required && (
              <span aria-hidden className="text-fg3">
                {" *"}
              </span>
            )}
          </label>
          {action}
        </div>
        {children}
        {error && (
          <p id={`${id}-error`} role="alert" className="text-bad text-xs">
            {error}
          </p>
        )}
        {hint && (
          <p id={`${id}-hint`} className="text-fg2 text-xs">
            {hint}
          </p>
        )}
      </div>
    </Context.Provider>
  );
}
