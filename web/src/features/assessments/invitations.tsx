import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { Send, Users } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { copyText } from "@/lib/copy";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { EmptyState, Loaded } from "@/ui/states";
import { InvitationTable } from "./invitation-table";
import { InviteMany } from "./invite-many";
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
  // Of links the server keeps only hashes: what it told stays here, so that copying again makes no further one.
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
            <InvitationTable
              invitations={list}
              links={links}
              onLink={(id, link) => keep([{ id, link }])}
              mayEdit={mayEdit}
              isOpen={isOpen}
              onChanged={refresh}
            />
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
