import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { noOptions, type RunOptions, refusedFlags } from "@/lib/run-options";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { Input, Textarea } from "./input";
import { useLanguage } from "./language-select";

interface RunOptionsButtonProps {
  language: string;
  value: RunOptions;
  onChange: (value: RunOptions) => void;
}

/** Arguments, environment and compiler flags of runs; the button says whether any are set. */
export function RunOptionsButton({ language, value, onChange }: RunOptionsButtonProps) {
  const [open, setOpen] = useState(false);
  const set = [value.args, value.env, value.flags].filter((text) => text.trim() !== "").length;
  return (
    <>
      <Button variant="ghost" size="sm" onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden /> Run options
        {set > 0 && <span className="rounded-full bg-accentsoft px-1.5 text-accent">{set}</span>}
      </Button>
      {open && (
        <OptionsDialog language={language} value={value} onChange={onChange} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

function OptionsDialog({
  language,
  value,
  onChange,
  onClose,
}: RunOptionsButtonProps & { onClose: () => void }) {
  const [draft, setDraft] = useState(value);
  const table = useLanguage(language);
  const allowed = table?.compilerFlags ?? [];
  const refused = refusedFlags(draft.flags, allowed);
  const set = (part: Partial<RunOptions>) => setDraft({ ...draft, ...part });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Run options"
      description="They hold for inputs of one's own and for the terminal. Samples and submissions are judged without them."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (refused.length > 0) return;
          onChange(draft);
          onClose();
        }}
      >
        <Field label="Arguments" hint="Parted by spaces; quotes keep words together.">
          <Input
            autoFocus
            spellCheck={false}
            className="font-mono"
            value={draft.args}
            onChange={(event) => set({ args: event.target.value })}
          />
        </Field>
        <Field label="Environment" hint="NAME=value, one a line.">
          <Textarea
            spellCheck={false}
            className="font-mono"
            value={draft.env}
            onChange={(event) => set({ env: event.target.value })}
          />
        </Field>
        {(allowed.length > 0 || draft.flags !== "") && (
          <Field
            label={`Compiler flags of ${table?.name ?? language}`}
            error={refused.length > 0 ? `Not allowed here: ${refused.join(" ")}` : undefined}
            hint={allowed.length > 0 ? `Allowed: ${allowed.join("  ")}` : "This language allows none."}
          >
            <Input
              spellCheck={false}
              className="font-mono"
              value={draft.flags}
              onChange={(event) => set({ flags: event.target.value })}
            />
          </Field>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" onClick={() => setDraft(noOptions)}>
            Clear
          </Button>
          <span className="flex-1" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={refused.length > 0}>
            Use
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
