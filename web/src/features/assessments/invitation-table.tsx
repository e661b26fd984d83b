import type { Item } from "@codecraft/api/resources";
import { useMutation } from "@tanstack/react-query";
import { Copy, Link2, Send, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { copyText } from "@/lib/copy";
import { count, formatDateTime, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { type Action, ActionMenu } from "@/ui/action-menu";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Table, Td, Th, Tr } from "@/ui/table";
import { InvitationState } from "./labels";

type Invitation = Item<"invitations">;

interface InvitationTableProps {
  invitations: Invitation[];
  /** Those that the server told this page, by invitation. */
  links: Record<string, string>;
  onLink: (id: string, link: string) => void;
  mayEdit: boolean;
  /** The assessment takes people. */
  isOpen: boolean;
  onChanged: () => Promise<void>;
}

export function InvitationTable(props: InvitationTableProps) {
  const { invitations, links, onLink, mayEdit, isOpen, onChanged } = props;
  const now = useNow(60_000);
  const [asked, setAsked] = useState<Invitation>();
  const revoke = useMutation({
    mutationFn: async (invitation: Invitation) => api.remove(await api.get("invitations", invitation.id)),
    onSuccess: onChanged,
    onSettled: () => setAsked(undefined),
  });
  const copy = useMutation({
    mutationFn: async ({ id }: Invitation) => {
      const link = links[id] ?? (await makeLink(id, false));
      onLink(id, link);
      await copyText(link);
    },
  });
  const resend = useMutation({
    mutationFn: ({ id }: Invitation) => makeLink(id, true),
    onSuccess: (link, { id, attributes: { email } }) => {
      onLink(id, link);
      toast.success(`The mail to ${email} is sent again.`);
    },
  });
  const actionsOn = (invitation: Invitation): Action[] => {
    const { state } = invitation.attributes;
    const actions: Action[] = [];
    if (state === "started" || (isOpen && (state === "sent" || state === "opened"))) {
      const perform = () => resend.mutate(invitation);
      actions.push({ id: "resend", label: "Send the mail again", icon: Send, perform });
    }
    if (state === "sent" || state === "opened") {
      const perform = () => setAsked(invitation);
      actions.push({ id: "revoke", label: "Revoke…", icon: X, danger: true, perform });
    }
    return actions;
  };
  return (
    <>
      <p className="text-fg2 text-sm">{count(invitations.length, "invitation")}</p>
      <Table stacked label="Invitations">
        <thead>
          <tr>
            <Th className="w-full min-w-44">Candidate</Th>
            <Th>State</Th>
            <Th>Sent</Th>
            {mayEdit && (
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            )}
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => {
            const { name, email, state, sentAt } = invitation.attributes;
            const actions = actionsOn(invitation);
            return (
              <Tr key={invitation.id}>
                <Td written>
                  <div className="font-medium">{name || email}</div>
                  {name && <div className="text-fg2 text-xs">{email}</div>}
                </Td>
                <Td label="State">
                  <InvitationState state={state} />
                </Td>
                <Td label="Sent" className="whitespace-nowrap text-fg2" title={formatDateTime(sentAt)}>
                  {formatRelative(sentAt, now)}
                </Td>
                {mayEdit && (
                  <Td className="whitespace-nowrap">
                    {/* In a row's own columns, so that the buttons of all rows stand below each other. */}
                    <div className="grid grid-cols-[auto_1.75rem] items-center justify-end gap-1 pointer-coarse:grid-cols-[auto_2.5rem]">
                      {state !== "revoked" && (
                        <Button
                          variant="ghost"
                          size="sm"
                          aria-label={`Copy a link of ${name || email}`}
                          pending={copy.isPending && copy.variables.id === invitation.id}
                          onClick={() => copy.mutate(invitation)}
                        >
                          <Copy aria-hidden /> Copy link
                        </Button>
                      )}
                      {actions.length > 0 && <ActionMenu about={name || email} actions={actions} />}
                    </div>
                  </Td>
                )}
              </Tr>
            );
          })}
        </tbody>
      </Table>
      {mayEdit && (
        <p className="flex items-start gap-1.5 text-fg2 text-xs">
          <Link2 aria-hidden className="mt-0.5 size-3.5 shrink-0" />A link cannot be read back: copying one,
          or sending the mail again, makes a further link to the same attempt. The links from before keep
          working; revoking ends them all.
        </p>
      )}
      <Confirm
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        danger
        title="Revoke this invitation?"
        description={`No link of ${asked?.attributes.email} works any more, and they cannot be invited to this assessment again.`}
        action="Revoke"
        pending={revoke.isPending}
        onConfirm={() => asked && revoke.mutate(asked)}
      />
    </>
  );
}

async function makeLink(id: string, mailed: boolean): Promise<string> {
  const made = await api.create("invitation-links", { mailed }, { invitation: { type: "invitations", id } });
  return made.attributes.link;
}
