import { useMutation } from "@tanstack/react-query";
import { KeyRound, Pencil, Power, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { formatDateTime } from "@/lib/format";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Deliveries } from "./deliveries";
import { deliveriesQuery, rotateSecret, sendTest, type Webhook, webhooksQuery } from "./queries";
import { WebhookForm } from "./webhook-form";

interface WebhookDetailsProps {
  webhook: Webhook;
  onSecret: (secret: string) => void;
  onRemoved: () => void;
}

/** What can be done with a webhook, and what was sent to it. */
export function WebhookDetails({ webhook, onSecret, onRemoved }: WebhookDetailsProps) {
  const [asking, setAsking] = useState<"change" | "rotate" | "remove">();
  const { attributes } = webhook;
  const isActive = attributes.status === "active";
  const refresh = () => queryClient.invalidateQueries(webhooksQuery);
  const ping = useMutation({
    mutationFn: () => sendTest(webhook),
    onSuccess: () => queryClient.invalidateQueries(deliveriesQuery(webhook.id)),
  });
  const turn = useMutation({
    mutationFn: async () =>
      api.update(await api.get("webhooks", webhook.id), { status: isActive ? "disabled" : "active" }),
    onSuccess: refresh,
  });
  const rotate = useMutation({
    mutationFn: () => rotateSecret(webhook),
    onSuccess: ({ attributes: { secret } }) => {
      setAsking(undefined);
      if (secret) onSecret(secret);
    },
  });
  const remove = useMutation({
    mutationFn: async () => api.remove(await api.get("webhooks", webhook.id)),
    onSuccess: async () => {
      onRemoved();
      await refresh();
      toast.success("The webhook is removed.");
    },
  });
  return (
    <section aria-label={`Webhook ${attributes.url}`} className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <Button disabled={!isActive} pending={ping.isPending} onClick={() => ping.mutate()}>
          <Send aria-hidden /> Send a test
        </Button>
        <Button onClick={() => setAsking("change")}>
          <Pencil aria-hidden /> Change
        </Button>
        <Button onClick={() => setAsking("rotate")}>
          <KeyRound aria-hidden /> New secret
        </Button>
        <Button pending={turn.isPending} onClick={() => turn.mutate()}>
          <Power aria-hidden /> {isActive ? "Disable" : "Enable"}
        </Button>
        <Button onClick={() => setAsking("remove")}>
          <Trash2 aria-hidden /> Remove
        </Button>
      </div>
      {attributes.reason && <p className="rounded-md bg-warnsoft px-3 py-2 text-sm">{attributes.reason}</p>}
      {isActive && attributes.failingSince && (
        <p className="rounded-md bg-badsoft px-3 py-2 text-sm">
          It has taken nothing since {formatDateTime(attributes.failingSince)}.
        </p>
      )}
      <Deliveries webhook={webhook} />
      {asking === "change" && (
        <WebhookForm
          webhook={webhook}
          onClose={() => setAsking(undefined)}
          onSaved={() => setAsking(undefined)}
        />
      )}
      <Confirm
        open={asking === "rotate"}
        onOpenChange={() => setAsking(undefined)}
        title="Give it a new secret?"
        description="For a day, messages are signed with the old secret as well."
        action="New secret"
        pending={rotate.isPending}
        onConfirm={() => rotate.mutate()}
      />
      <Confirm
        open={asking === "remove"}
        onOpenChange={() => setAsking(undefined)}
        title="Remove the webhook?"
        description={`Nothing more is sent to ${attributes.url}, and its deliveries are forgotten.`}
        action="Remove"
        danger
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </section>
  );
}
