import { useMutation } from "@tanstack/react-query";
import { CircleCheck, FileUp, TriangleAlert } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { api } from "@/api/client";
import { explain } from "@/api/errors";
import type { AttributesOf } from "@/api/types";
import { count } from "@/lib/format";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { type Line, readPeople } from "./people";

type Outcome = AttributesOf["invitation-imports"];

interface InviteManyProps {
  assessmentId: string;
  onClose: () => void;
  onMade: (made: { id: string; link: string }[]) => void;
}

/** Invites the people of a pasted list or a CSV file, showing before and after which lines cannot be read. */
export function InviteMany({ assessmentId, onClose, onMade }: InviteManyProps) {
  const [text, setText] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const lines = useMemo(() => readPeople(text), [text]);
  const people = lines.filter((line) => line.email);
  const send = useMutation({
    mutationFn: () =>
      api.create("invitation-imports", { text }, { assessment: { type: "assessments", id: assessmentId } }),
    meta: { shown: true },
    onSuccess: (outcome) => onMade(outcome.attributes.invitations),
  });
  if (send.data) return <Result outcome={send.data.attributes} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      wide
      title="Invite many"
      description="One person a line: an address, “Name <address>”, or columns of a table."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={people.length === 0}
            pending={send.isPending}
            onClick={() => send.mutate()}
          >
            Invite {count(people.length, "person", "people")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field
          label="People"
          action={
            <>
              <Button variant="ghost" size="sm" onClick={() => file.current?.click()}>
                <FileUp aria-hidden /> From a CSV file
              </Button>
              <input
                ref={file}
                type="file"
                accept=".csv,.tsv,.txt,text/csv,text/plain"
                className="hidden"
                onChange={async (event) => {
                  const chosen = event.target.files?.[0];
                  if (chosen) setText(await chosen.text());
                }}
              />
            </>
          }
        >
          <Textarea
            autoFocus
            spellCheck={false}
            value={text}
            placeholder={"Ada Lovelace <ada@example.org>\ngrace@example.org"}
            className="h-40 resize-y whitespace-pre font-mono text-sm"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {send.error && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {explain(send.error)}
          </p>
        )}
        <Preview lines={lines} />
      </div>
    </Dialog>
  );
}

const shownLines = 200;

function Preview({ lines }: { lines: Line[] }) {
  if (lines.length === 0) return null;
  const bad = lines.filter((line) => !line.email);
  // Lines that cannot be read come first: they are what there is to do.
  const ordered = [...bad, ...lines.filter((line) => line.email)];
  return (
    <section aria-label="What was read">
      {bad.length > 0 && (
        <p className="mb-2 flex items-center gap-1.5 text-sm text-warn">
          <TriangleAlert aria-hidden className="size-4" />
          {count(bad.length, "line")} without an e-mail address will be left out.
        </p>
      )}
      <ul className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {ordered.slice(0, shownLines).map((line) => (
          <li key={line.number} className="flex items-center gap-3 px-2 py-1">
            <span className="w-8 shrink-0 text-right text-fg3 text-xs tabular-nums">{line.number}</span>
            {line.email ? (
              <span className="min-w-0 truncate">
                {line.email} <span className="text-fg2">{line.name}</span>
              </span>
            ) : (
              <span className="min-w-0 truncate text-warn">{line.text}: no e-mail address</span>
            )}
          </li>
        ))}
      </ul>
      {lines.length > shownLines && (
        <p className="mt-1 text-fg2 text-xs">and {count(lines.length - shownLines, "further line")}</p>
      )}
    </section>
  );
}

function Result({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const problems = outcome.problems ?? [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      wide
      title="Invitations"
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <p className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        {count(outcome.created, "person is", "people are")} invited.
      </p>
      {outcome.skipped > 0 && (
        <p className="mt-1 text-fg2">
          {count(outcome.skipped, "person was", "people were")} invited before: left as it was.
        </p>
      )}
      {problems.length > 0 && (
        <>
          <p className="mt-3 flex items-center gap-2">
            <TriangleAlert aria-hidden className="size-4 text-warn" />
            {count(problems.length, "line")} could not be read:
          </p>
          <ul className="mt-2 max-h-60 divide-y divide-line overflow-y-auto rounded-md border border-line">
            {problems.map((problem) => (
              <li key={problem.line} className="px-2 py-1">
                <span className="mr-2 text-fg3 text-xs tabular-nums">{problem.line}</span>
                <code className="font-mono text-xs">{problem.text}</code>
                <p className="text-sm text-warn">{problem.detail}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
