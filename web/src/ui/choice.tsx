import { type RefObject, useId } from "react";
import { cn } from "@/lib/cn";

interface ChoiceProps<T extends string | number> {
  legend: string;
  /** The legend is only spoken: the place says what it is. */
  hideLegend?: boolean;
  options: { value: T; label: string }[];
  /** None of the options while nothing is chosen. */
  value: T;
  onChange: (value: T) => void;
  error?: string;
  ref?: RefObject<HTMLFieldSetElement | null>;
}

/** One of a few, all of them in sight. */
export function Choice<T extends string | number>(props: ChoiceProps<T>) {
  const { legend, hideLegend, options, value, onChange, error, ref } = props;
  const name = useId();
  return (
    <fieldset ref={ref} className="min-w-0" aria-describedby={error && `${name}-error`}>
      <legend className={cn("mb-1.5 font-medium text-sm", hideLegend && "sr-only")}>{legend}</legend>
      <div className="grid auto-cols-fr grid-flow-col gap-1">
        {options.map((option) => (
          <label
            key={option.value}
            className={cn(
              "relative flex min-h-8 min-w-0 cursor-pointer items-center justify-center rounded-md border border-line2/70 bg-bg px-1 text-center text-sm hover:border-line2 has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:min-h-11",
              option.value === value && "border-accent bg-accentsoft font-semibold text-accent",
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${name}-error`} role="alert" className="mt-1.5 text-bad text-xs">
          {error}
        </p>
      )}
    </fieldset>
  );
}
