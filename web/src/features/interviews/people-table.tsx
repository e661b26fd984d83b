import type { Item } from "@codecraft/api/resources";
import { useMutation } from "@tanstack/react-query";
import { Copy, DoorOpen, Link2, UserX } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { useCan } from "@/api/session";
import { copyText } from "@/lib/copy";
import { type Action, ActionMenu } from "@/ui/action-menu";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { ActionsTd, ActionsTh, Table, Td, Th, Tr } from "@/ui/table";
import { Consent, ParticipantState, roles } from "./labels";
import { makeLink, participantsQuery } from "./queries";

type Participant = Item<"interview-participants">;
type Asked = { about: "link" | "removal"; participant: Participant };

interface PeopleTableProps {
  interview: Item<"interviews">;
  people: Participant[];
  /** Links that the server told this page, by participant. */
  links: Record<string, string>;
  onLink: (id: string, link: string) => void;
}

const whoIs = ({ attributes }: Participant) => attributes.name || attributes.email || "A member";

export function PeopleTable({ interview, people, links, onLink }: PeopleTableProps) {
  const { state, recorded } = interview.attributes;
  const isOver = state === "ended" || state === "cancelled";
  const mayWrite = useCan("interviews:write");
  const mayHold = useCan("interviews:hold");
  const [asked, setAsked] = useState<Asked>();
  const refresh = () => queryClient.invalidateQueries(participantsQuery(interview.id));
  const admit = useMutation({
    mutationFn: async ({ id }: Participant) =>
      api.update(await api.get("interview-participants", id), { state: "admitted" }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: async ({ id }: Participant) => {
      const fresh = await api.get("interview-participants", id);
      if (fresh.attributes.state === "invited" && mayWrite) await api.remove(fresh);
      else await api.update(fresh, { state: "removed" });
    },
    onSettled: () => {
      setAsked(undefined);
      return refresh();
    },
  });
  const renew = useMutation({
    mutationFn: async ({ id }: Participant) => {
      const link = await makeLink(id);
      onLink(id, link);
      await copyText(link);
    },
    onSettled: () => setAsked(undefined),
  });
  const actionsOn = (participant: Participant): Action[] => {
    const { member, state: now } = participant.attributes;
    const actions: Action[] = [];
    if (isOver) return actions;
    if (mayWrite && !member && now !== "removed") {
      const perform = () => setAsked({ about: "link", participant });
      actions.push({ id: "link", label: "Copy a new link…", icon: Link2, perform });
    }
    if (mayHold && now === "removed") {
      const perform = () => admit.mutate(participant);
      actions.push({ id: "admit", label: "Let in again", icon: DoorOpen, perform });
    }
    if (mayHold && now !== "removed") {
      const perform = () => setAsked({ about: "removal", participant });
      actions.push({ id: "remove", label: "Remove…", icon: UserX, danger: true, perform });
    }
    return actions;
  };
  return (
    <>
      <Table stacked label="People">
        <thead>
          <tr>
            <Th className="w-full min-w-44">Name</Th>
            <Th>Role</Th>
            <Th>State</Th>
            {recorded && <Th>Recording</Th>}
            <Th>
              <span className="sr-only">What to do now</span>
            </Th>
            <ActionsTh />
          </tr>
        </thead>
        <tbody>
          {people.map((participant) => {
            const { id, attributes } = participant;
            const actions = actionsOn(participant);
            const link = links[id];
            return (
              <Tr key={id} className="relative">
                <Td written className="max-sm:pr-12">
                  <div className="font-medium">{whoIs(participant)}</div>
                  <div className="text-fg2 text-xs">
                    {attributes.member ? "Member" : attributes.name && attributes.email}
                  </div>
                </Td>
                <Td label="Role" className="whitespace-nowrap text-fg2">
                  {roles[attributes.role]}
                </Td>
                <Td label="State" className="min-w-40 whitespace-nowrap">
                  <ParticipantState participant={attributes} over={state === "ended"} />
                </Td>
                {recorded && (
                  <Td label="Recording" className="whitespace-nowrap">
                    <Consent consent={attributes.consent} />
                  </Td>
                )}
                <Td className="min-w-28 whitespace-nowrap py-0 text-right empty:max-sm:hidden">
                  {attributes.state === "waiting" && mayHold && !isOver ? (
                    <Button
                      size="sm"
                      variant="primary"
                      aria-label={`Admit ${whoIs(participant)}`}
                      pending={admit.isPending && admit.variables.id === id}
                      onClick={() => admit.mutate(participant)}
                    >
                      <DoorOpen aria-hidden /> Admit
                    </Button>
                  ) : (
                    link && (
                      <Button
                        size="sm"
                        variant="ghost"
                        aria-label={`Copy the link of ${whoIs(participant)}`}
                        onClick={() => void copyText(link)}
                      >
                        <Copy aria-hidden /> Copy link
                      </Button>
                    )
                  )}
                </Td>
                <ActionsTd>
                  {actions.length > 0 && <ActionMenu about={whoIs(participant)} actions={actions} />}
                </ActionsTd>
              </Tr>
            );
          })}
        </tbody>
      </Table>
      <Confirm
        open={asked?.about === "link"}
        onOpenChange={() => setAsked(undefined)}
        title={`Make a new link for ${asked && whoIs(asked.participant)}?`}
        description="It is copied, and mailed to them. All their links from before end."
        action="Make and copy"
        pending={renew.isPending}
        onConfirm={() => asked && renew.mutate(asked.participant)}
      />
      <Confirm
        open={asked?.about === "removal"}
        onOpenChange={() => setAsked(undefined)}
        danger
        title={`Remove ${asked && whoIs(asked.participant)}?`}
        description="They leave the room at once, and their links end. They get no mail about it."
        action="Remove"
        pending={remove.isPending}
        onConfirm={() => asked && remove.mutate(asked.participant)}
      />
    </>
  );
}
