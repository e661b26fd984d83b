import { X } from "lucide-react";
import { useState } from "react";
import { Field, useFieldProps } from "@/ui/field";
import { addTags } from "./tag-rules";

interface TagsInputProps {
  value: string[];
  disabled?: boolean;
  error?: string;
  onChange: (tags: string[]) => void;
}

/** Enter, a comma, a semicolon or a paste adds what is written; Backspace in the empty box takes the last away. */
export function TagsField({ value, disabled, error, onChange }: TagsInputProps) {
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string>();
  const type = (written: string) => {
    setText(written);
    setFault(undefined);
  };
  const add = (written: string) => {
    const added = addTags(value, written);
    if (added.tags.length > value.length) onChange(added.tags);
    setText(added.rest);
    setFault(added.fault);
  };
  return (
    <Field label="Tags" error={fault ?? error}>
      <TagsInput
        value={value}
        disabled={disabled}
        text={text}
        onType={type}
        onAdd={add}
        onChange={onChange}
      />
    </Field>
  );
}

interface TagsBoxProps extends Omit<TagsInputProps, "error"> {
  text: string;
  onType: (text: string) => void;
  onAdd: (written: string) => void;
}

function TagsInput({ value, disabled, text, onType, onAdd, onChange }: TagsBoxProps) {
  const field = useFieldProps();
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-1 rounded-md border border-line2/70 bg-bg px-1.5 py-0.5 focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/40">
      {value.map((tag) => (
        <span
          key={tag}
          className="wrap-anywhere inline-flex items-center gap-1 rounded-full bg-bg3 py-0.5 pr-1 pl-2 text-xs"
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
          /[,;]/.test(event.target.value) ? onAdd(event.target.value) : onType(event.target.value)
        }
        onPaste={(event) => {
          // A box of one line would join pasted lines to one tag.
          const pasted = event.clipboardData.getData("text");
          if (!/[\r\n]/.test(pasted)) return;
          event.preventDefault();
          onAdd(`${text}${pasted}`);
        }}
        onBlur={() => onAdd(text)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            onAdd(text);
          } else if (event.key === "Backspace" && text === "" && value.length > 0) {
            onChange(value.slice(0, -1));
          }
        }}
      />
    </div>
  );
}
