import { Check, CloudOff, LoaderCircle, PenLine, TriangleAlert } from "lucide-react";
import { type DraftState, namesAtFault } from "@/lib/draft";
import { AsideNotice, ConflictNotice, type DisputedDraft } from "./conflict-notice";

const looks = {
  saved: { word: "Saved", icon: Check, className: "text-fg2" },
  unsaved: { word: "Edited", icon: PenLine, className: "text-fg2" },
  saving: { word: "Saving…", icon: LoaderCircle, className: "text-fg2" },
  refused: { word: "Not saved", icon: TriangleAlert, className: "text-bad" },
  unreachable: { word: "Not saved: trying again", icon: CloudOff, className: "text-warn" },
  conflict: { word: "Not saved", icon: TriangleAlert, className: "text-bad" },
};

/** Always in sight where something is edited; wide enough that the words move nothing. Quiet: only what is not saved is told. */
export function SaveState({ state, quiet = false }: { state: DraftState; quiet?: boolean }) {
  const look = looks[state];
  const Icon = look.icon;
  return (
    <span
      role="status"
      className={`inline-flex min-w-20 items-center justify-end gap-1.5 whitespace-nowrap text-sm ${look.className} ${quiet && state === "saved" ? "opacity-0" : ""}`}
    >
      <Icon aria-hidden className={`size-3.5 ${state === "saving" ? "animate-spin" : ""}`} />
      {look.word}
    </span>
  );
}

interface NoticeProps {
  draft: DisputedDraft & { state: DraftState; failure: string; messages: Record<string, string> };
  noun: string;
  /** What the page calls its fields, where that is not the attribute's own name. */
  words?: Record<string, string>;
}

/** What stands in the way of saving, and the ways out of it. */
export function SaveNotice({ draft, noun, words }: NoticeProps) {
  if (draft.state === "conflict") return <ConflictNotice draft={draft} noun={noun} words={words} />;
  if (draft.state === "refused") {
    const names = namesAtFault(draft.messages, words);
    return (
      <div
        role="alert"
        className="flex items-center gap-3 rounded-lg border border-bad/50 bg-badsoft px-3 py-2"
      >
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-bad" />
        <p className="wrap-anywhere min-w-0">
          {names.length > 0 && <span className="font-medium">{`${names.join(", ")}: `}</span>}
          {draft.failure}
        </p>
      </div>
    );
  }
  return draft.aside.length > 0 ? <AsideNotice draft={draft} noun={noun} words={words} /> : null;
}
