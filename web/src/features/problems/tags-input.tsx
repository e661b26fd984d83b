import { X } from "lucide-react";
import { useState } from "react";
import { useFieldProps } from "@/ui/field";

interface TagsInputProps {
  value: string[];
  disabled?: boolean;
  onChange: (tags: string[]) => void;
}

/** Enter or a comma adds what is written; Backspace in the empty box takes the last away. */
export function TagsInput({ value, disabled, onChange }: TagsInputProps) {
  const [text, setText] = useState("");
  const field = useFieldProps();
  const add = (written: string) => {
    const tag = written.trim().toLowerCase().replace(/\s+/g, "-");
    if (tag && !value.includes(tag)) onChange([...value, tag]);
    setText("");
  };
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-1 rounded-md border border-line2/70 bg-bg px-1.5 py-0.5 focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/40">
      {value.map((tag) => (
        <span
          key={tag}
          className="inline-flex items-center gap-1 rounded-full bg-bg3 py-0.5 pr-1 pl-2 text-xs"
        >
          {tag}
          {!disabled && (
            <button
              type="button"
              aria-label={`Remove the tag ${tag}`}
              onClick={() => onChange(value.filter((other) => other !== tag))}
              className="rounded-full p-0.5 text-fg2 hover:text-fg"
            >
              <X aria-hidden className="size-3" />
            </button>
          )}
        </span>
      ))}
      <input
        {...field}
        value={text}
        disabled={disabled}
        placeholder={value.length === 0 ? "arrays, greedy, …" : undefined}
        className="h-6 min-w-20 flex-1 bg-transparent px-1 outline-none placeholder:text-fg3"
        onChange={(event) =>
          event.target.value.endsWith(",")
            ? add(event.target.value.slice(0, -1))
            : setText(event.target.value)
        }
        onBlur={() => add(text)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            add(text);
          } else if (event.key === "Backspace" && text === "" && value.length > 0) {
            onChange(value.slice(0, -1));
          }
        }}
      />
    </div>
  );
}
