import { Lock, SendHorizontal, Users } from "lucide-react";
import { type RefObject, useId } from "react";
import { cn } from "@/lib/cn";
import { Button } from "@/ui/button";
import { Textarea } from "@/ui/input";
import type { Audience } from "./messages";

export interface Draft {
  text: string;
  audience: Audience;
}

interface ComposerProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onSend: () => void;
  /** Interviewers choose who hears them; others speak to all. */
  canWhisper: boolean;
  box: RefObject<HTMLTextAreaElement | null>;
}

/** The server takes no more. */
const longest = 4000;

/** Where one writes. To whom stands in words, colour and the button: nobody is to whisper to all by mistake. */
export function Composer({ draft, onChange, onSend, canWhisper, box }: ComposerProps) {
  const isWhisper = canWhisper && draft.audience === "interviewers";
  const hint = useId();
  return (
    <form
      className={cn(
        "flex flex-col gap-2 rounded-md border border-line p-2",
        isWhisper && "border-warn bg-warnsoft",
      )}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {canWhisper && (
        <AudienceChoice value={draft.audience} onChange={(audience) => onChange({ ...draft, audience })} />
      )}
      <div className="flex items-end gap-2">
        <Textarea
          ref={box}
          aria-label={isWhisper ? "Message to the interviewers only" : "Message to all"}
          aria-describedby={hint}
          className="max-h-40 min-h-14 flex-1 resize-none"
          rows={2}
          maxLength={longest}
          value={draft.text}
          onChange={(event) => onChange({ ...draft, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onSend();
          }}
        />
        <Button type="submit" size="sm" variant="primary" disabled={draft.text.trim() === ""}>
          {isWhisper ? <Lock aria-hidden /> : <SendHorizontal aria-hidden />}
          {isWhisper ? "Whisper" : "Send"}
        </Button>
      </div>
      <span id={hint} className="text-fg2 text-xs max-[900px]:sr-only">
        Shift+Enter for a new line
      </span>
    </form>
  );
}

const choices: { value: Audience; label: string; icon: typeof Users }[] = [
  { value: "all", label: "All", icon: Users },
  { value: "interviewers", label: "Interviewers only", icon: Lock },
];

function AudienceChoice({ value, onChange }: { value: Audience; onChange: (value: Audience) => void }) {
  const name = useId();
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Who reads it</legend>
      {choices.map(({ value: each, label, icon: Icon }) => (
        <label
          key={each}
          className={cn(
            "flex min-h-8 cursor-pointer items-center gap-1.5 rounded-md border border-line bg-bg px-2 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:min-h-11 [&_svg]:size-4",
            value === each && "border-fg2 font-semibold",
            value === each && each === "interviewers" && "border-warn text-warn",
          )}
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={value === each}
            onChange={() => onChange(each)}
          />
          <Icon aria-hidden /> {label}
        </label>
      ))}
    </fieldset>
  );
}
