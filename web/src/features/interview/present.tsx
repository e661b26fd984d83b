import { useMutation } from "@tanstack/react-query";
import { UserCheck, UserX } from "lucide-react";
import { useState } from "react";
import { ActionMenu } from "@/ui/action-menu";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import type { Person } from "./people";
import { type Participant, setParticipant } from "./queries";

const roles = { candidate: "Candidate", interviewer: "Interviewer", observer: "Observer" };

interface PresentProps {
  participants: Participant[];
  people: Person[];
  ownId: string;
  /** Whether one may admit and remove. */
  holds: boolean;
}

function isWaiting({ attributes }: Participant): boolean {
  return attributes.state === "waiting" && attributes.here;
}

/** Who is in the room, and who is still to come. */
export function Present({ participants, people, ownId, holds }: PresentProps) {
  const inCall = new Set(people.map(({ id }) => id));
  const isThere = (one: Participant) =>
    one.id === ownId || inCall.has(one.id) || (one.attributes.here && one.attributes.state === "admitted");
  const there = participants.filter(isThere);
  const absent = participants.filter((one) => !isThere(one) && one.attributes.state !== "removed");
  return (
    <div className="flex flex-col gap-4">
      <People title={`In the room (${there.length})`} all={there} ownId={ownId} holds={holds} />
      {absent.length > 0 && <People title="Not in the room" all={absent} ownId={ownId} holds={holds} />}
    </div>
  );
}

interface PeopleProps {
  title: string;
  all: Participant[];
  ownId: string;
  holds: boolean;
}

function People({ title, all, ownId, holds }: PeopleProps) {
  return (
    <section aria-label={title}>
      <h2 className="mb-1 text-fg2 text-xs">{title}</h2>
      <ul className="flex flex-col">
        {all.map((one) => (
          <li key={one.id} className="flex min-h-11 items-center gap-2">
            <span className="min-w-0 flex-1">
              <span className="block truncate" title={one.attributes.name}>
                {one.attributes.name}
                {one.id === ownId && <span className="text-fg2"> (you)</span>}
              </span>
              <span className="block text-fg2 text-xs">
                {roles[one.attributes.role]}
                {isWaiting(one) && " · in the lobby"}
              </span>
            </span>
            {holds && one.id !== ownId && <RemoveMenu participant={one} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RemoveMenu({ participant }: { participant: Participant }) {
  const [isAsked, setAsked] = useState(false);
  const { name } = participant.attributes;
  return (
    <>
      <ActionMenu
        about={name}
        actions={[
          {
            id: "remove",
            label: "Remove from the interview…",
            icon: UserX,
            danger: true,
            perform: () => setAsked(true),
          },
        ]}
      />
      <RemoveConfirm participant={participant} isOpen={isAsked} onOpenChange={setAsked} />
    </>
  );
}

function RemoveConfirm({
  participant,
  isOpen,
  onOpenChange,
}: {
  participant: Participant;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const remove = useMutation({
    mutationFn: () => setParticipant(participant.id, "removed"),
    onSuccess: () => onOpenChange(false),
  });
  return (
    <Confirm
      open={isOpen}
      onOpenChange={onOpenChange}
      title={`Remove ${participant.attributes.name}?`}
      description="They are disconnected at once, and their link lets them in no more until an interviewer admits them again on the interview's page."
      action="Remove"
      danger
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  );
}

/** Whoever waits in the lobby, with what to do about it; above everything, for it is what somebody waits for. */
export function Knocking({ participants }: { participants: Participant[] }) {
  const waiting = participants.filter(isWaiting);
  if (waiting.length === 0) return null;
  return (
    <ul
      role="status"
      aria-label="In the lobby"
      className="flex flex-col gap-1 border-line border-b bg-accentsoft px-3 py-1.5"
    >
      {waiting.map((one) => (
        <Knock key={one.id} participant={one} />
      ))}
    </ul>
  );
}

function Knock({ participant }: { participant: Participant }) {
  const [isAsked, setAsked] = useState(false);
  const admit = useMutation({ mutationFn: () => setParticipant(participant.id, "admitted") });
  const { name, role } = participant.attributes;
  return (
    <li className="flex flex-wrap items-center gap-2">
      <span className="min-w-0 flex-1">
        <strong className="font-semibold">{name}</strong> ({roles[role].toLowerCase()}) is in the lobby.
      </span>
      <Button
        size="sm"
        variant="primary"
        aria-label={`Admit ${name}`}
        pending={admit.isPending}
        onClick={() => admit.mutate()}
      >
        <UserCheck aria-hidden /> Admit
      </Button>
      <Button size="sm" aria-label={`Remove ${name}`} onClick={() => setAsked(true)}>
        <UserX aria-hidden /> Remove
      </Button>
      <RemoveConfirm participant={participant} isOpen={isAsked} onOpenChange={setAsked} />
    </li>
  );
}
