import { useMutation, useQuery } from "@tanstack/react-query";
import { Copy, Link2, Send, Users, X } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { api, type Item } from "@/api/client";
import { queryClient } from "@/api/query";
import { copyText } from "@/lib/copy";
import { placeErrors } from "@/lib/form";
import { count, formatDateTime, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { EmptyState, Loaded } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { InviteMany } from "./invite-many";
import { InvitationState } from "./labels";
import { assessmentQuery, invitationsQuery } from "./queries";

interface InvitationsProps {
  assessment: Item<"assessments">;
  mayEdit: boolean;
}

export function Invitations({ assessment, mayEdit }: InvitationsProps) {
  const invitations = useQuery(invitationsQuery(assessment.id));
  const [many, setMany] = useState(false);
  const isOpen = assessment.attributes.state === "published";
  const refresh = async () => {
    await queryClient.invalidateQueries(invitationsQuery(assessment.id));
    void queryClient.invalidateQueries(assessmentQuery(assessment.id));
  };
  // Links are told once, when they are made; they stay here until the page is left.
  const [links, setLinks] = useState<Record<string, string>>({});
  const keep = (made: { id: string; link?: string }[]) =>
    setLinks((now) => ({ ...now, ...Object.fromEntries(made.map(({ id, link }) => [id, link ?? ""])) }));
  return (
    <div className="flex flex-col gap-4">
      {mayEdit && !isOpen && (
        <p className="rounded-lg border border-line bg-bg2 px-3 py-2 text-fg2">
          {assessment.attributes.state === "draft"
            ? "Candidates can be invited once the assessment is published."
            : "This assessment is closed: nobody can be invited any more."}
        </p>
      )}
      {mayEdit && isOpen && (
        <InviteOne
          assessmentId={assessment.id}
          onMany={() => setMany(true)}
          onMade={(made) => {
            keep([{ id: made.id, link: made.attributes.link }]);
            void refresh();
          }}
        />
      )}
      <Loaded query={invitations}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Users} title="Nobody is invited yet">
              Each candidate gets a link of their own by mail.
            </EmptyState>
          ) : (
            <InvitationTable invitations={list} links={links} mayEdit={mayEdit} onChanged={refresh} />
          )
        }
      </Loaded>
      {many && (
        <InviteMany
          assessmentId={assessment.id}
          onClose={() => setMany(false)}
          onMade={(made) => {
            keep(made);
            void refresh();
          }}
        />
      )}
    </div>
  );
}

interface InviteOneProps {
  assessmentId: string;
  onMany: () => void;
  onMade: (invitation: Item<"invitations">) => void;
}

function InviteOne({ assessmentId, onMany, onMade }: InviteOneProps) {
  const [failure, setFailure] = useState<string>();
  const form = useForm({ defaultValues: { email: "", name: "" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      const relations = { assessment: { type: "assessments", id: assessmentId } };
      const made = await api.create("invitations", values, relations);
      onMade(made);
      form.reset();
      form.setFocus("email");
      const link = made.attributes.link;
      toast.success(`${made.attributes.email} is invited.`, {
        action: link ? { label: "Copy link", onClick: () => void copyText(link) } : undefined,
      });
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["email", "name"]));
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      <div className="flex flex-wrap items-start gap-3">
        <Field label="E-mail" error={errors.email?.message} className="w-full sm:w-72">
          <Input type="email" {...form.register("email", { required: "Write an e-mail address." })} />
        </Field>
        <Field label="Name (optional)" error={errors.name?.message} className="w-full sm:w-56">
          <Input {...form.register("name")} />
        </Field>
        <div className="flex gap-2 sm:mt-[26px]">
          <Button type="submit" variant="primary" pending={isSubmitting}>
            <Send aria-hidden /> Invite
          </Button>
          <Button onClick={onMany}>
            <Users aria-hidden /> Invite many
          </Button>
        </div>
      </div>
      {failure && (
        <p role="alert" className="mt-2 text-bad text-sm">
          {failure}
        </p>
      )}
    </form>
  );
}

interface InvitationTableProps {
  invitations: Item<"invitations">[];
  links: Record<string, string>;
  mayEdit: boolean;
  onChanged: () => Promise<void>;
}

function InvitationTable({ invitations, links, mayEdit, onChanged }: InvitationTableProps) {
  const now = useNow(60_000);
  const [asked, setAsked] = useState<Item<"invitations">>();
  const revoke = useMutation({
    mutationFn: async (invitation: Item<"invitations">) =>
      api.remove(await api.get("invitations", invitation.id)),
    onSuccess: onChanged,
    onSettled: () => setAsked(undefined),
  });
  return (
    <>
      <p className="text-fg2 text-sm">{count(invitations.length, "invitation")}</p>
      <Table label="Invitations">
        <thead>
          <tr>
            <Th className="w-full min-w-44">Candidate</Th>
            <Th>State</Th>
            <Th>Sent</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => {
            const { id, attributes } = invitation;
            const link = links[id];
            const who = attributes.name || attributes.email;
            return (
              <Tr key={id}>
                <Td written>
                  <div className="font-medium">{who}</div>
                  {attributes.name && <div className="text-fg2 text-xs">{attributes.email}</div>}
                </Td>
                <Td>
                  <InvitationState state={attributes.state} />
                </Td>
                <Td className="whitespace-nowrap text-fg2" title={formatDateTime(attributes.sentAt)}>
                  {formatRelative(attributes.sentAt, now)}
                </Td>
                <Td className="whitespace-nowrap text-right">
                  {link && (
                    <Button variant="ghost" size="sm" onClick={() => void copyText(link)}>
                      <Copy aria-hidden /> Copy link
                    </Button>
                  )}
                  {mayEdit && (attributes.state === "sent" || attributes.state === "opened") && (
                    <Button
                      variant="ghost"
                      size="sm"
                      aria-label={`Revoke the invitation of ${who}`}
                      onClick={() => setAsked(invitation)}
                    >
                      <X aria-hidden /> Revoke
                    </Button>
                  )}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
      <p className="flex items-center gap-1.5 text-fg2 text-xs">
        <Link2 aria-hidden className="size-3.5 shrink-0" /> A link is shown only when its invitation is made;
        the mail has it too.
      </p>
      <Confirm
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        danger
        title="Revoke this invitation?"
        description={`The link of ${asked?.attributes.email} stops working. They can be invited again.`}
        action="Revoke"
        pending={revoke.isPending}
        onConfirm={() => asked && revoke.mutate(asked)}
      />
    </>
  );
}
