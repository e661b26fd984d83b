import type { Item } from "@codecraft/api/resources";
import { queryOptions } from "@tanstack/react-query";
import { api, transport } from "@/api/client";

export type Webhook = Item<"webhooks">;
export type Delivery = Item<"webhook-deliveries">;

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) => api.all("webhooks", {}, { signal }),
});

/** The newest deliveries; looked at again by itself, more often while one is still to be sent. */
export function deliveriesQuery(webhook: string) {
  return queryOptions({
    queryKey: ["webhook-deliveries", webhook],
    queryFn: async ({ signal }) =>
      (await api.list("webhook-deliveries", { "filter[webhook]": webhook, "page[size]": 50 }, { signal }))
        .items,
    refetchInterval: ({ state }) =>
      state.data?.some((one) => one.attributes.status === "pending") ? 1000 : 10_000,
  });
}

/** Gives it another secret, which the answer tells once. */
export async function rotateSecret({ id }: Webhook): Promise<Webhook> {
  const response = await transport.request(`/v1/webhooks/${id}/secret`, { method: "POST" });
  return ((await response.json()) as { data: Webhook }).data;
}

export async function sendTest({ id }: Webhook): Promise<void> {
  await transport.request(`/v1/webhooks/${id}/ping`, { method: "POST" });
}

export async function redeliver({ id }: Delivery): Promise<void> {
  await transport.request(`/v1/webhook-deliveries/${id}/redelivery`, { method: "POST" });
}
