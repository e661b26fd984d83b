import type { Tone } from "@/ui/badge";
import type { Delivery, Webhook } from "./queries";

type Event = Webhook["attributes"]["events"][number];

/** What a webhook can be told of, in the order of the forms. */
export const events: { name: Event; words: string }[] = [
  { name: "judgement.ended", words: "A submission was judged" },
  { name: "judgement.cancelled", words: "A judging was cancelled" },
  { name: "rejudging.ended", words: "Judging again came to its end" },
];

type Attempt = Delivery["attributes"]["attempts"][number];

/** How an attempt went: "200 in 12 ms", "no answer: connection refused". */
export function wordsOfAttempt({ responseStatus, durationMs, error }: Attempt): string {
  const answer = responseStatus ? `${responseStatus} in ${durationMs} ms` : "no answer";
  return error ? `${answer}: ${error}` : answer;
}

const states: Record<Delivery["attributes"]["status"], { word: string; tone: Tone }> = {
  pending: { word: "To be sent", tone: "accent" },
  delivered: { word: "Delivered", tone: "ok" },
  failed: { word: "Given up", tone: "bad" },
};

export function stateOfDelivery({ attributes }: Delivery): { word: string; tone: Tone } {
  const { status, tries } = attributes;
  return status === "pending" && tries > 0 ? { word: "To be tried again", tone: "warn" } : states[status];
}

/** Whether messages reach it. */
export function stateOfWebhook({ attributes }: Webhook): { word: string; tone: Tone } {
  if (attributes.status === "disabled") return { word: "Disabled", tone: "neutral" };
  return attributes.failingSince ? { word: "Failing", tone: "bad" } : { word: "Active", tone: "ok" };
}

/** JSON made readable; anything else as it is. */
export function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
