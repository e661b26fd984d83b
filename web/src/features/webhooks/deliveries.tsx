import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCw, Send } from "lucide-react";
import { queryClient } from "@/api/query";
import { formatDateTime, formatRelative } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { EmptyState, Loaded } from "@/ui/states";
import { type Delivery, deliveriesQuery, redeliver, type Webhook } from "./queries";
import { indented, stateOfDelivery, wordsOfAttempt } from "./words";

/** What was posted to a webhook, newest first, with what it answered. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const query = deliveriesQuery(webhook.id);
  const deliveries = useQuery(query);
  return (
    <section aria-label="Deliveries" className="flex flex-col gap-2">
      <h2 className="font-semibold">Deliveries</h2>
      <Loaded query={deliveries}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={Send} title="Nothing was sent yet">
              Send a test, and see here what the receiver answers.
            </EmptyState>
          ) : (
            <ol className="flex flex-col gap-1">
              {list.map((delivery) => (
                <li key={delivery.id}>
                  <DeliveryDetails
                    delivery={delivery}
                    onRedelivered={() => queryClient.invalidateQueries(query)}
                  />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  );
}

interface DeliveryDetailsProps {
  delivery: Delivery;
  onRedelivered: () => Promise<void>;
}

function DeliveryDetails({ delivery, onRedelivered }: DeliveryDetailsProps) {
  const now = useNow(60_000);
  const { attributes } = delivery;
  const again = useMutation({ mutationFn: () => redeliver(delivery), onSuccess: onRedelivered });
  const state = stateOfDelivery(delivery);
  const last = attributes.attempts.at(-1);
  return (
    <details className="rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-1.5 hover:bg-bg2">
        <Badge tone={state.tone}>{state.word}</Badge>
        <code className="font-mono text-sm">{attributes.event}</code>
        <span className="wrap-anywhere min-w-0 flex-1 text-fg2 text-sm max-sm:order-last max-sm:basis-full">
          {last && wordsOfAttempt(last)}
        </span>
        <time
          className="text-fg2 text-sm max-sm:ml-auto"
          dateTime={attributes.createdAt}
          title={formatDateTime(attributes.createdAt)}
        >
          {formatRelative(attributes.createdAt, now)}
        </time>
      </summary>
      <div className="flex flex-col gap-3 border-line border-t p-3">
        <div className="flex flex-wrap items-center gap-3">
          <span className="min-w-0 flex-1 text-fg2 text-sm">
            {attributes.nextAttemptAt && `Next attempt: ${formatDateTime(attributes.nextAttemptAt)}`}
          </span>
          <Button size="sm" pending={again.isPending} onClick={() => again.mutate()}>
            <RotateCw aria-hidden /> Send again
          </Button>
        </div>
        <Text label="Message" text={indented(attributes.payload)} />
        {attributes.attempts.map((attempt) => (
          <Text
            key={attempt.at}
            label={`${formatDateTime(attempt.at)}: ${wordsOfAttempt(attempt)}`}
            text={attempt.response}
          />
        ))}
      </div>
    </details>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 break-words font-medium text-fg2 text-xs">{label}</figcaption>
      {text && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
          tabIndex={0}
          className="wrap-anywhere max-h-60 overflow-auto whitespace-pre-wrap rounded-md border border-line bg-bg2 p-2 font-mono text-xs"
        >
          {text}
        </pre>
      )}
    </figure>
  );
}
