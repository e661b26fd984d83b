import type { Item } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Building2 } from "lucide-react";
import { queryClient, sessionQuery } from "@/api/query";
import { useCan, useSession } from "@/api/session";
import { copyText } from "@/lib/copy";
import { count, formatDateTime } from "@/lib/format";
import { Page } from "@/shell/page";
import { Button } from "@/ui/button";
import { EmptyState, Loaded } from "@/ui/states";
import { membershipsQuery, organizationQuery } from "./queries";
import { RenameForm } from "./rename-form";
import { Section } from "./section";
import { UsageSection } from "./usage-section";

/** What the organization is called, and what programs call it. */
export function OrganizationPage() {
  const mayManage = useCan("organization:manage");
  const { attributes: session } = useSession();
  const query = organizationQuery(session.organizationId);
  const organization = useQuery({ ...query, enabled: mayManage });
  const refresh = () =>
    Promise.all([query, sessionQuery].map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
  if (!mayManage) {
    return (
      <Page title="Organization" width="narrow">
        <EmptyState icon={Building2} title="Your role does not change the organization">
          Ask an owner or an administrator.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title="Organization" width="narrow">
      <Loaded query={organization}>
        {(item) => (
          <>
            <Section title="Name">
              <RenameForm
                item={item}
                label="Name of the organization"
                hint="Shown to members, and to candidates in their invitations."
                autoComplete="organization"
                onRenamed={refresh}
              />
            </Section>
            <Facts item={item} />
            <UsageSection />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ item }: { item: Item<"organizations"> }) {
  const members = useQuery(membershipsQuery);
  return (
    <Section title="Details" lead="The id is what programs that use the API call the organization.">
      <dl className="grid grid-cols-[6rem_1fr] items-baseline gap-y-2">
        <dt className="text-fg2">Id</dt>
        <dd className="flex min-w-0 flex-wrap items-baseline gap-2">
          <code className="wrap-anywhere text-sm">{item.id}</code>
          <Button size="sm" onClick={() => void copyText(item.id)}>
            Copy
          </Button>
        </dd>
        <dt className="text-fg2">Created</dt>
        <dd>{formatDateTime(item.attributes.createdAt)}</dd>
        <dt className="text-fg2">Members</dt>
        <dd className="min-h-5">
          {members.data && (
            <Link to="/members" className="text-accent underline underline-offset-2">
              {count(members.data.length, "member")}
            </Link>
          )}
        </dd>
      </dl>
    </Section>
  );
}
