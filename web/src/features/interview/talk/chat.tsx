import { Lock, MessagesSquare, RotateCw, TriangleAlert, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import { formatTime } from "@/lib/format";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/states";
import { LinkedText } from "./linked-text";
import type { Message, Outgoing, useMessages } from "./messages";

/** How long somebody's next words belong to those before, and go without another name. */
const joinedForMs = 5 * 60_000;

function isJoined(one: Message, before: Message | undefined): boolean {
  return (
    before !== undefined &&
    before.participantId === one.participantId &&
    before.audience === one.audience &&
    Date.parse(one.at) - Date.parse(before.at) < joinedForMs
  );
}

interface LogProps {
  messages: ReturnType<typeof useMessages>;
  ownId: string;
}

/** All that was said, the newest in sight unless one has scrolled back. */
export function ChatLog({ messages: { said, outgoing, retry, discard }, ownId }: LogProps) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const count = said.length + outgoing.length;
  const stick = () => {
    const log = box.current;
    if (log && isAtEnd.current) log.scrollTop = log.scrollHeight;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new message scrolls
  useEffect(stick, [count]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads what is so then
  useEffect(() => {
    const resized = new ResizeObserver(stick);
    if (box.current) resized.observe(box.current);
    return () => resized.disconnect();
  }, []);
  return (
    <div
      ref={box}
      role="log"
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
      tabIndex={0}
      className="min-h-16 flex-1 overflow-y-auto"
      onScroll={({ currentTarget: log }) => {
        isAtEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
      }}
    >
      {count === 0 && (
        <EmptyState icon={MessagesSquare} title="Nothing was written yet" className="border-none p-2">
          Links and words that are hard to spell go here. It is kept with the interview.
        </EmptyState>
      )}
      <ol className="flex flex-col">
        {said.map((one, i) => (
          <Said
            key={one.id}
            message={one}
            isOwn={one.participantId === ownId}
            isJoined={isJoined(one, said[i - 1])}
          />
        ))}
        {outgoing.map((one) => (
          <Sending key={one.key} message={one} onRetry={() => retry(one)} onDiscard={() => discard(one)} />
        ))}
      </ol>
    </div>
  );
}

/** A whisper stands out by colour, line and words. */
const whispered = "border-warn bg-warnsoft";

function Said({ message, isOwn, isJoined }: { message: Message; isOwn: boolean; isJoined: boolean }) {
  const isWhisper = message.audience === "interviewers";
  return (
    <li
      className={cn("border-transparent border-l-2 px-2 py-0.5", !isJoined && "mt-2", isWhisper && whispered)}
    >
      <p className={cn("flex flex-wrap items-baseline gap-x-2 text-xs", isJoined && "sr-only")}>
        <strong className="wrap-anywhere font-semibold text-sm">{isOwn ? "You" : message.name}</strong>
        <time dateTime={message.at} className="text-fg2 tabular-nums">
          {formatTime(message.at)}
        </time>
        {isWhisper && <WhisperMark />}
      </p>
      <p className="wrap-anywhere whitespace-pre-wrap">
        <LinkedText text={message.data.text} />
      </p>
    </li>
  );
}

function WhisperMark() {
  return (
    <span className="inline-flex items-center gap-1 self-center font-medium text-warn">
      <Lock aria-hidden className="size-3" /> Interviewers only
    </span>
  );
}

interface SendingProps {
  message: Outgoing;
  onRetry: () => void;
  onDiscard: () => void;
}

function Sending({ message: { text, audience, fault }, onRetry, onDiscard }: SendingProps) {
  const isWhisper = audience === "interviewers";
  return (
    <li className={cn("mt-2 border-transparent border-l-2 px-2 py-0.5", isWhisper && whispered)}>
      <p className="flex flex-wrap items-baseline gap-x-2 text-xs">
        <strong className="font-semibold text-sm">You</strong>
        {!fault && <span className="text-fg2">Sending…</span>}
        {isWhisper && <WhisperMark />}
      </p>
      <p className="wrap-anywhere whitespace-pre-wrap text-fg2">
        <LinkedText text={text} />
      </p>
      {fault && (
        <div role="alert" className="mt-1 flex flex-col gap-1 text-bad text-sm">
          <p className="flex items-start gap-1.5">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" /> Not sent. {fault}
          </p>
          <span className="flex gap-2">
            <Button size="sm" onClick={onRetry}>
              <RotateCw aria-hidden /> Send again
            </Button>
            <Button size="sm" variant="ghost" onClick={onDiscard}>
              <X aria-hidden /> Discard
            </Button>
          </span>
        </div>
      )}
    </li>
  );
}
