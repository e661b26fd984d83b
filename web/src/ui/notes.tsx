import { explain } from "@codecraft/api/errors";
import { useMutation, useQuery } from "@tanstack/react-query";
import { NotebookPen, PenLine, Trash2 } from "lucide-react";
import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { api } from "@/api/client";
import { keyNames } from "@/lib/commands";
import { forgetNote, formatInto, keepNote, type Note, notesQuery } from "@/lib/evaluation";
import { formatDateTime } from "@/lib/format";
import { announce } from "./announcer";
import { Button } from "./button";
import { Confirm } from "./dialog";
import { Field } from "./field";
import { Textarea } from "./input";
import { Markdown } from "./markdown";
import { EmptyState, Loaded, SkeletonRows } from "./states";

/** The server takes no more. */
const longest = 10_000;
const longestAgo = 86_400;

interface Written {
  text: string;
  /** When the writing of it began. */
  began?: number;
}

const keyOf = (interviewId: string) => `codecraft.note.${interviewId}`;

function kept(interviewId: string): Written {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(interviewId)) ?? "") as Written;
  } catch {
    return { text: "" };
  }
}

/**
 * A note that is being written. It is about the moment at which its writing began, however long that takes. What is not
 * saved yet outlives a reload, and the end of the interview.
 */
export function useNoteDraft(interviewId: string) {
  const [{ text, began }, setWritten] = useState(() => kept(interviewId));
  const [isSaving, setSaving] = useState(false);
  const [fault, setFault] = useState<string>();
  const write = (next: string) => {
    const written = next.trim() === "" ? { text: next } : { text: next, began: began ?? Date.now() };
    setWritten(written);
    setFault(undefined);
    sessionStorage.setItem(keyOf(interviewId), JSON.stringify(written));
  };
  const save = async () => {
    if (text.trim() === "" || isSaving) return;
    setSaving(true);
    setFault(undefined);
    const seconds = began === undefined ? 0 : (Date.now() - began) / 1000;
    const secondsAgo = Math.min(Math.max(0, seconds), longestAgo);
    const interview = { type: "interviews", id: interviewId };
    try {
      keepNote(interviewId, await api.create("notes", { text: text.trim(), secondsAgo }, { interview }));
      write("");
      announce("Note saved");
    } catch (error) {
      setFault(`Not saved. ${explain(error)}`);
    }
    setSaving(false);
  };
  return { text, write, save, isSaving, fault };
}

export type NoteDraft = ReturnType<typeof useNoteDraft>;

/** Saves by Ctrl+Enter, which does nothing else while a note is written. */
function onSaveKey(save: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
}

interface ComposerProps {
  draft: NoteDraft;
  box?: RefObject<HTMLTextAreaElement | null>;
}

export function NoteComposer({ draft, box }: ComposerProps) {
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void draft.save();
      }}
    >
      <Field label="New note" hint="About the moment at which you begin to write." error={draft.fault}>
        <Textarea
          ref={box}
          rows={2}
          className="max-h-60 min-h-14 resize-y"
          maxLength={longest}
          readOnly={draft.isSaving}
          value={draft.text}
          onChange={(event) => draft.write(event.target.value)}
          onKeyDown={onSaveKey(() => void draft.save())}
        />
      </Field>
      <div className="flex items-center justify-end gap-2">
        <span className="text-fg2 text-xs">{keyNames("mod+enter").join("+")} saves</span>
        <Button
          type="submit"
          size="sm"
          variant="primary"
          pending={draft.isSaving}
          disabled={draft.text.trim() === ""}
        >
          Save note
        </Button>
      </div>
    </form>
  );
}

interface ListProps {
  interviewId: string;
  startedAt: string;
  /** Whose notes one may change; nobody's without it. */
  ownId?: string;
}

/** All notes of an interview in the order of their moments. */
export function NoteList({ interviewId, startedAt, ownId }: ListProps) {
  const query = useQuery(notesQuery(interviewId));
  return (
    <Loaded query={query} skeleton={<SkeletonRows rows={3} />}>
      {(notes) =>
        notes.length === 0 ? (
          <EmptyState icon={NotebookPen} title="No notes yet" className="border-none p-2">
            What interviewers note stands here with its time. No candidate sees it.
          </EmptyState>
        ) : (
          <ol aria-label="Notes" className="flex flex-col divide-y divide-line">
            {notes.map((note) => (
              <Noted
                key={note.id}
                interviewId={interviewId}
                note={note}
                into={formatInto(startedAt, note.attributes.at)}
                isOwn={note.attributes.participantId === ownId}
              />
            ))}
          </ol>
        )
      }
    </Loaded>
  );
}

interface NotedProps {
  interviewId: string;
  note: Note;
  /** How far into the interview it was. */
  into: string;
  isOwn: boolean;
}

function Noted({ interviewId, note, into, isOwn }: NotedProps) {
  const { at, name, text } = note.attributes;
  const [isEdited, setEdited] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  return (
    <li className="py-2">
      <div className="flex min-h-7 items-center gap-2">
        <time dateTime={at} title={formatDateTime(at)} className="text-fg2 text-xs tabular-nums">
          {into}
        </time>
        <strong className="wrap-anywhere min-w-0 flex-1 font-semibold text-sm">{isOwn ? "You" : name}</strong>
        {isOwn && (
          <>
            <Button
              ref={edit}
              variant="ghost"
              size="icon-sm"
              aria-label={`Edit your note at ${into}`}
              aria-expanded={isEdited}
              onClick={() => setEdited(true)}
            >
              <PenLine aria-hidden />
            </Button>
            <Removal interviewId={interviewId} note={note} into={into} />
          </>
        )}
      </div>
      {isEdited ? (
        <NoteEditor
          interviewId={interviewId}
          note={note}
          onClose={() => {
            setEdited(false);
            edit.current?.focus();
          }}
        />
      ) : (
        <Markdown text={text} />
      )}
    </li>
  );
}

function Removal({ interviewId, note, into }: Omit<NotedProps, "isOwn">) {
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.remove({ type: note.type, id: note.id }),
    onSuccess: () => forgetNote(interviewId, note.id),
    onSettled: () => setAsked(false),
  });
  return (
    <>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Remove your note at ${into}`}
        onClick={() => setAsked(true)}
      >
        <Trash2 aria-hidden />
      </Button>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        danger
        title="Remove this note?"
        description="It is gone for all interviewers, and cannot be had back."
        action="Remove"
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}

function NoteEditor({
  interviewId,
  note,
  onClose,
}: Pick<NotedProps, "interviewId" | "note"> & { onClose: () => void }) {
  const [text, setText] = useState(note.attributes.text);
  const save = useMutation({
    meta: { shown: true },
    mutationFn: () => api.update({ type: note.type, id: note.id }, { text: text.trim() }),
    onSuccess: (saved) => {
      keepNote(interviewId, saved);
      onClose();
    },
  });
  const isEmpty = text.trim() === "";
  const submit = () => {
    if (!isEmpty && !save.isPending) save.mutate();
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      }}
    >
      <Field label="Your note" hideLabel error={save.error ? explain(save.error) : undefined}>
        <Textarea
          autoFocus
          className="max-h-60 resize-y"
          maxLength={longest}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onSaveKey(submit)}
        />
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" size="sm" variant="primary" pending={save.isPending} disabled={isEmpty}>
          Save
        </Button>
      </div>
    </form>
  );
}
