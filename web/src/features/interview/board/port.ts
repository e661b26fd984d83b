import { api } from "@/api/client";
import type { BoardPort } from "./link";
import type { BoardElement } from "./scene";

// Elements are Excalidraw's; the server keeps them as they are.
const elementsOf = ({ elements }: { elements: unknown[] }) => elements as BoardElement[];

/** Of the drawings behind a number those that one answer holds, in their order. */
export async function drawingsBehind(interviewId: string, number: number, signal?: AbortSignal) {
  const behind = { "filter[interview]": interviewId, "filter[number][after]": number, "page[size]": 100 };
  const { items } = await api.list("interview-drawings", behind, { signal });
  return items.map(({ attributes }) => ({
    at: attributes.at,
    number: attributes.number,
    elements: elementsOf(attributes),
  }));
}

/** The board of an interview on the server. */
export function boardPort(interviewId: string): BoardPort {
  const interview = { type: "interviews", id: interviewId };
  return {
    async read() {
      const { attributes } = await api.get("interview-boards", interviewId);
      return { number: attributes.number, elements: elementsOf(attributes) };
    },
    since: (number) => drawingsBehind(interviewId, number),
    async draw(elements) {
      const { attributes } = await api.create("interview-drawings", { elements }, { interview });
      return { number: attributes.number };
    },
  };
}
