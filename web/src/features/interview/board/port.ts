import { api } from "@/api/client";
import type { BoardPort } from "./link";
import type { BoardElement } from "./scene";

// Elements are Excalidraw's; the server keeps them as they are.
const elementsOf = (all: unknown) => all as BoardElement[];

/** The board of an interview on the server. */
export function boardPort(interviewId: string): BoardPort {
  const interview = { type: "interviews", id: interviewId };
  return {
    async read() {
      const { attributes } = await api.get("interview-boards", interviewId);
      return { number: attributes.number, elements: elementsOf(attributes.elements) };
    },
    async since(number) {
      const behind = { "filter[interview]": interviewId, "filter[after]": String(number) };
      const all = await api.all("interview-drawings", behind);
      return all.map(({ attributes }) => ({
        number: attributes.number,
        elements: elementsOf(attributes.elements),
      }));
    },
    async draw(elements) {
      const sent = elements as unknown as Record<string, unknown>[];
      const { attributes } = await api.create("interview-drawings", { elements: sent }, { interview });
      return { number: attributes.number };
    },
  };
}
