import { explain } from "@codecraft/api/errors";
import { useEffect, useRef, useState } from "react";
import { api, newIntention } from "@/api/client";
import { announce } from "@/ui/announcer";
import { type Entry, isNews, useEntries } from "../workspace/store";

export type Audience = Entry<"message">["audience"];
export type Message = Entry<"message">;

/** One's own message, from the key that sent it until the room's timeline tells it. */
export interface Outgoing {
  /** The intention, which stays the same over repeats: however often it is sent, it is said once. */
  key: string;
  text: string;
  audience: Audience;
  /** Its entry, once the server has it. */
  id?: string;
  fault?: string;
}

/** What was said in the room, and what oneself is saying. */
export function useMessages(interviewId: string) {
  const said = useEntries("message");
  const [all, setAll] = useState<Outgoing[]>([]);
  const change = (key: string, changed: Partial<Outgoing>) =>
    setAll((now) => now.map((one) => (one.key === key ? { ...one, ...changed } : one)));

  const post = async ({ key, text, audience }: Outgoing) => {
    const interview = { type: "interviews", id: interviewId };
    try {
      const sent = await api.create(
        "interview-messages",
        { text, audience },
        { interview },
        { idempotencyKey: key },
      );
      change(key, { id: sent.id });
    } catch (error) {
      change(key, { fault: explain(error) });
    }
  };
  const send = (text: string, audience: Audience) => {
    const made = { key: newIntention(), text, audience };
    setAll((now) => [...now, made]);
    void post(made);
  };
  const retry = (one: Outgoing) => {
    change(one.key, { fault: undefined });
    void post(one);
  };
  const discard = ({ key }: Outgoing) => setAll((now) => now.filter((one) => one.key !== key));

  const outgoing = all.filter(({ id }) => !id || !said.some((one) => one.id === id));
  return { said, outgoing, send, retry, discard };
}

/** How many words of others were said while nobody looked. The newest is announced to screen readers. */
export function useUnread(said: Message[], ownId: string, isOpen: boolean): number {
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    if (isOpen) setSeen(said.length);
  }, [isOpen, said.length]);
  const unread = isOpen ? [] : said.slice(seen).filter((one) => one.participantId !== ownId);
  const newest = unread.at(-1);
  const announced = useRef<string>(undefined);
  useEffect(() => {
    if (!newest || announced.current === newest.id) return;
    announced.current = newest.id;
    if (!isNews(newest)) return;
    const to = newest.audience === "interviewers" ? "to the interviewers only" : "to all";
    announce(`${newest.name} wrote ${to}: ${newest.data.text}`);
  }, [newest]);
  return unread.length;
}
