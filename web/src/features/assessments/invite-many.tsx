import { explain } from "@codecraft/api/errors";
import type { AttributesOf } from "@codecraft/api/types";
import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleCheck, FileUp, TriangleAlert } from "lucide-react";
import { useRef, useState } from "react";
import { api } from "@/api/client";
import { decodeText } from "@/lib/decode";
import { count } from "@/lib/format";
import { useDebounced } from "@/lib/use-debounced";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";
import { PeoplePreview } from "./people-preview";
import { previewQuery } from "./queries";

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
  const rested = useDebounced(text);
  const preview = useQuery(previewQuery(assessmentId, rested));
  const isRead = rested === text && !preview.isPlaceholderData; // what the button says is of this text
  const lines = text.trim() === "" ? [] : (preview.data ?? []);
  const people = lines.filter((line) => line.result === "invited").length;
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
            disabled={people === 0 || !isRead}
            pending={send.isPending}
            onClick={() => send.mutate()}
          >
            Invite {count(people, "person", "people")}
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
                  if (chosen) setText(decodeText(await chosen.arrayBuffer()));
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
        {(send.error ?? preview.error) && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {explain(send.error ?? preview.error)}
          </p>
        )}
        <PeoplePreview lines={lines} />
      </div>
    </Dialog>
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
          {count(outcome.skipped, "line is", "lines are")} of people invited before: left as it was.
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
              <li key={`${problem.line} ${problem.text} ${problem.detail}`} className="px-2 py-1">
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
