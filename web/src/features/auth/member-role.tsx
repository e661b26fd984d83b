import type { Item } from "@codecraft/api/resources";
import type { MemberRole as Role } from "@codecraft/api/types";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { queryClient, sessionQuery } from "@/api/query";
import { useSession } from "@/api/session";
import { Badge } from "@/ui/badge";
import { Confirm } from "@/ui/dialog";
import { Select } from "@/ui/input";
import { membershipsQuery } from "./queries";
import { roleNames, rolesToGive } from "./roles";

/** What granting the highest role means; said before it is done. */
export const ownerPowers =
  "Owners can do everything: change and remove members, make and unmake owners, yourself included, and rename the organization. Give it to people you trust with all of it.";

interface RoleProps {
  member: Item<"memberships">;
  isSelf: boolean;
}

/** A member's role, to be changed. Making an owner, and giving up one's own ownership, is asked about first. */
export function MemberRole({ member, isSelf }: RoleProps) {
  const { role, name } = member.attributes;
  const own = useSession().attributes.role;
  const [asked, setAsked] = useState<Role>();
  const change = useMutation({
    mutationFn: async (to: Role) => api.update(await api.get("memberships", member.id), { role: to }),
    onSuccess: (_, to) => {
      toast.success(`${isSelf ? "You are" : `${name} is`} now ${roleNames[to].toLowerCase()}.`);
      return Promise.all([
        queryClient.invalidateQueries(membershipsQuery),
        isSelf && queryClient.invalidateQueries(sessionQuery),
      ]);
    },
    onSettled: () => setAsked(undefined),
  });
  const choose = (to: Role) => (to === "owner" || isSelf ? setAsked(to) : change.mutate(to));
  if (isSelf ? role !== "owner" : role === "owner" && own !== "owner") {
    return <Badge>{roleNames[role]}</Badge>;
  }
  return (
    <>
      <Select
        aria-label={isSelf ? "Your own role" : `Role of ${name}`}
        className="w-32"
        value={change.isPending ? change.variables : role}
        disabled={change.isPending}
        onChange={(event) => choose(event.target.value as Role)}
      >
        {rolesToGive(own).map((option) => (
          <option key={option} value={option}>
            {roleNames[option]}
          </option>
        ))}
      </Select>
      <Confirm
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        danger={isSelf}
        title={isSelf ? "Give up your ownership?" : `Make ${name} an owner?`}
        description={
          isSelf
            ? "You cannot make or unmake owners any more, and only another owner can give it back to you."
            : ownerPowers
        }
        action={isSelf ? "Give it up" : "Make an owner"}
        pending={change.isPending}
        onConfirm={() => asked && change.mutate(asked)}
      />
    </>
  );
}
