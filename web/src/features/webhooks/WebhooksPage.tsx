import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/api/session";
import { useCommands } from "@/lib/commands";
import { Page } from "@/shell/page";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { EmptyState, Loaded } from "@/ui/states";
import { Table, Td, Th, Tr } from "@/ui/table";
import { type Webhook, webhooksQuery } from "./queries";
import { SecretDialog } from "./secret";
import { WebhookDetails } from "./webhook-details";
import { WebhookForm } from "./webhook-form";
import { stateOfWebhook } from "./words";

const route = getRouteApi("/staff/webhooks");

/** Where the organization has itself told of what happens. */
export function WebhooksPage() {
  const mayManage = useCan("webhooks:manage");
  const webhooks = useQuery({ ...webhooksQuery, enabled: mayManage, refetchInterval: 10_000 });
  const { webhook: chosenId } = route.useSearch();
  const navigate = route.useNavigate();
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const choose = (webhook?: string) => void navigate({ search: { webhook } });
  useCommands([
    {
      id: "new-webhook",
      label: "New webhook",
      group: "Webhooks",
      icon: Plus,
      keys: "c",
      when: () => mayManage,
      perform: () => setMaking(true),
    },
  ]);
  if (!mayManage) {
    return (
      <Page title="Webhooks">
        <EmptyState icon={WebhookIcon} title="Your role does not manage webhooks">
          Ask an owner or an administrator.
        </EmptyState>
      </Page>
    );
  }
  const make = (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden /> New webhook
    </Button>
  );
  return (
    <Page title="Webhooks" actions={make}>
      <Loaded query={webhooks}>
        {(list) => {
          const chosen = list.find(({ id }) => id === chosenId) ?? (list.length === 1 ? list[0] : undefined);
          if (list.length === 0) {
            return (
              <EmptyState icon={WebhookIcon} title="No webhooks yet" action={make}>
                Your own systems can be told as soon as a submission is judged: give an address that takes
                signed messages.
              </EmptyState>
            );
          }
          return (
            <div className="flex flex-col gap-6">
              <Webhooks list={list} chosen={chosen} />
              {chosen && (
                <WebhookDetails
                  key={chosen.id}
                  webhook={chosen}
                  onSecret={setSecret}
                  onRemoved={() => choose(undefined)}
                />
              )}
            </div>
          );
        }}
      </Loaded>
      {isMaking && (
        <WebhookForm
          onClose={() => setMaking(false)}
          onSaved={({ id, attributes }) => {
            setMaking(false);
            setSecret(attributes.secret);
            choose(id);
          }}
        />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </Page>
  );
}

function Webhooks({ list, chosen }: { list: Webhook[]; chosen?: Webhook }) {
  return (
    <Table stacked label="Webhooks">
      <thead>
        <tr>
          <Th className="w-full">Address</Th>
          <Th>State</Th>
          <Th>Events</Th>
        </tr>
      </thead>
      <tbody>
        {list.map((webhook) => {
          const { id, attributes } = webhook;
          const state = stateOfWebhook(webhook);
          return (
            <Tr key={id} className={chosen?.id === id ? "bg-bg2" : undefined}>
              <Td>
                <Link
                  to="/webhooks"
                  search={{ webhook: id }}
                  className="break-all font-medium hover:underline"
                  aria-current={chosen?.id === id ? "true" : undefined}
                >
                  {attributes.url}
                </Link>
                {attributes.description && <p className="text-fg2 text-sm">{attributes.description}</p>}
              </Td>
              <Td label="State">
                <Badge tone={state.tone}>{state.word}</Badge>
              </Td>
              <Td label="Events">
                <span className="font-mono text-fg2 text-xs">{attributes.events.join(", ")}</span>
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
