import type { Item } from "@codecraft/api/resources";
import { useMutation, useQuery } from "@tanstack/react-query";
import { UserPlus, Users, X } from "lucide-react";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { useCan, useSession } from "@/api/session";
import { tellFailure } from "@/api/tell";
import { useCommands } from "@/lib/commands";
import { formatDateTime, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { initials } from "@/shell/account";
import { Page } from "@/shell/page";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { EmptyState, Loaded } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { InviteMember } from "./invite-member";
import { MemberRole } from "./member-role";
import { memberInvitationsQuery, membershipsQuery } from "./queries";
import { roleNames } from "./roles";

export function MembersPage() {
  const members = useQuery(membershipsQuery);
  const mayManage = useCan("members:manage");
  const [inviting, setInviting] = useState(false);
  useCommands([
    {
      id: "invite-member",
      label: "Invite a member",
      group: "Members",
      icon: UserPlus,
      keys: "c",
      when: () => mayManage,
      perform: () => setInviting(true),
    },
  ]);
  return (
    <Page
      title="Members"
      actions={
        mayManage && (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden /> Invite
          </Button>
        )
      }
    >
      <Loaded query={members}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Users} title="Nobody is here yet" />
          ) : (
            <Table stacked label="Members">
              <thead>
                <tr>
                  <Th>Name</Th>
                  <Th>Role</Th>
                  <Th>Joined</Th>
                  <Th>
                    <span className="sr-only">Actions</span>
                  </Th>
                </tr>
              </thead>
              <tbody>
                {list.map((member) => (
                  <MemberRow key={member.id} member={member} mayManage={mayManage} />
                ))}
              </tbody>
            </Table>
          )
        }
      </Loaded>
      {mayManage && <Pending />}
      {inviting && <InviteMember open onOpenChange={setInviting} />}
    </Page>
  );
}

function MemberRow({ member, mayManage }: { member: Item<"memberships">; mayManage: boolean }) {
  const { attributes } = member;
  const { attributes: session } = useSession();
  const [leaving, setLeaving] = useState(false);
  const isSelf = attributes.email === session.email;
  const refresh = () => queryClient.invalidateQueries(membershipsQuery);
  const remove = useMutation({
    mutationFn: async () => api.remove(await api.get("memberships", member.id)),
    meta: { shown: true },
    onSuccess: () => {
      setLeaving(false);
      return refresh();
    },
    onError: tellFailure,
  });
  return (
    <Tr className="relative">
      <Td className="max-sm:pr-12">
        <div className="flex items-center gap-2.5">
          <span
            aria-hidden
            className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accentsoft font-semibold text-[11px] text-accent"
          >
            {initials(attributes.name)}
          </span>
          <div className="min-w-0">
            <div className="truncate font-medium">
              {attributes.name} {isSelf && <span className="font-normal text-fg2">(you)</span>}
            </div>
            <div className="truncate text-fg2 text-xs">{attributes.email}</div>
          </div>
        </div>
      </Td>
      <Td label="Role">
        {mayManage ? (
          <MemberRole member={member} isSelf={isSelf} />
        ) : (
          <Badge>{roleNames[attributes.role]}</Badge>
        )}
      </Td>
      <Td label="Joined" className="whitespace-nowrap text-fg2">
        {formatDateTime(attributes.joinedAt)}
      </Td>
      <Td className="text-right max-sm:absolute max-sm:top-1 max-sm:right-0">
        {mayManage && !isSelf && (attributes.role !== "owner" || session.role === "owner") && (
          <>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Remove ${attributes.name}`}
              onClick={() => setLeaving(true)}
            >
              <X aria-hidden />
            </Button>
            <Confirm
              open={leaving}
              onOpenChange={setLeaving}
              danger
              title={`Remove ${attributes.name}?`}
              description="They are signed out everywhere and see nothing of this organization any more. What they made stays."
              action="Remove"
              pending={remove.isPending}
              onConfirm={() => remove.mutate()}
            />
          </>
        )}
      </Td>
    </Tr>
  );
}

/** Invitations nobody has followed yet. */
function Pending() {
  const invitations = useQuery(memberInvitationsQuery);
  const now = useNow(60_000);
  const revoke = useMutation({
    mutationFn: (invitation: Item<"member-invitations">) => api.remove(invitation),
    onSuccess: () => queryClient.invalidateQueries(memberInvitationsQuery),
  });
  if (!invitations.data?.length) return null;
  return (
    <section className="mt-8">
      <h2 className="mb-2 font-semibold">Invited</h2>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {invitations.data.map((invitation) => (
          <li key={invitation.id} className="flex min-h-9 items-center gap-3 px-3 py-1">
            <span className="min-w-0 flex-1 truncate">{invitation.attributes.email}</span>
            <Badge>{roleNames[invitation.attributes.role]}</Badge>
            {invitation.attributes.expiresAt && (
              <span className="hidden text-fg2 text-sm sm:inline">
                expires {formatRelative(invitation.attributes.expiresAt, now)}
              </span>
            )}
            <Button
              variant="ghost"
              size="sm"
              pending={revoke.isPending && revoke.variables.id === invitation.id}
              onClick={() => revoke.mutate(invitation)}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
