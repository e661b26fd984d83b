import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { useFieldProps } from "./field";

const control =
  "w-full min-w-0 rounded-md border border-line2/70 bg-bg px-2.5 text-base text-fg placeholder:text-fg3 transition-colors duration-100 hover:border-line2 focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-accent/40 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-bg2 disabled:text-fg2 aria-invalid:border-bad pointer-coarse:text-lg";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input {...useFieldProps(rest)} {...rest} className={cn(control, "h-8 pointer-coarse:h-11", className)} />
  );
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea {...useFieldProps(rest)} {...rest} className={cn(control, "min-h-20 py-1.5", className)} />
  );
}

/** The platform's own list: right on phones, for screen readers and for the keyboard. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <select
      {...useFieldProps(rest)}
      {...rest}
      className={cn(
        control,
        "h-8 appearance-none bg-[length:16px] bg-[position:right_6px_center] bg-no-repeat pr-7 pointer-coarse:h-11",
        "bg-[image:url('data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22%20viewBox=%220%200%2016%2016%22%20fill=%22none%22%20stroke=%22%23848b9a%22%20stroke-width=%221.6%22%3E%3Cpath%20d=%22m4.5%206.5%203.5%203.5%203.5-3.5%22/%3E%3C/svg%3E')]",
        className,
      )}
    >
      {children}
    </select>
  );
}

export function Checkbox({ className, children, ...rest }: ComponentProps<"input">) {
  return (
    <label className={cn("inline-flex items-center gap-2 text-base pointer-coarse:min-h-11", className)}>
      <input type="checkbox" {...rest} className="size-4 shrink-0 accent-accent" />
      {children}
    </label>
  );
}

export function SearchInput({ className, ...rest }: ComponentProps<"input">) {
  return (
    <div className={cn("relative", className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-fg3"
      />
      <Input type="search" {...rest} className="pl-8" />
    </div>
  );
}
