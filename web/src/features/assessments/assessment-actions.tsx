import type { Item } from "@codecraft/api/resources";
import { useNavigate } from "@tanstack/react-router";
import { api } from "@/api/client";
import { count } from "@/lib/format";
import { type Keeping, useKeepActions } from "@/shell/keep-actions";
import { assessmentQuery } from "./queries";

type Assessment = Item<"assessments">;

export function useAssessmentActions({ before }: Pick<Keeping<Assessment>, "before"> = {}) {
  const navigate = useNavigate();
  return useKeepActions<Assessment>({
    kind: "assessment",
    before,
    archive: async ({ id }, archived) => api.update(await api.get("assessments", id), { archived }),
    copy: ({ id }) => api.create("assessment-copies", {}, { assessment: { type: "assessments", id } }),
    remove: async ({ id }) => api.remove(await api.get("assessments", id)),
    removable: ({ attributes }) => attributes.startedCount === 0,
    open: (id) => navigate({ to: "/assessments/$assessmentId", params: { assessmentId: id } }),
    list: () => navigate({ to: "/assessments", search: (now) => now }),
    queryKey: (id) => assessmentQuery(id).queryKey,
    archivedToo: ({ attributes }) =>
      attributes.state === "published" ? " Its links keep working until it is closed." : "",
    copiedAs: ": a draft without dates and invitations",
    losses,
  });
}

function losses({ attributes: { sections, invitationCount } }: Assessment): string {
  const problems = sections.reduce((sum, section) => sum + section.items.length, 0);
  const own = `its rules and its choice of ${count(problems, "problem")}; the problems themselves stay.`;
  const people =
    invitationCount > 0
      ? ` ${count(invitationCount, "invitation goes", "invitations go")} too: the links stop working.`
      : "";
  return own + people;
}
