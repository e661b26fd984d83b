import { MessageSquare } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { useCommands } from "@/lib/commands";
import { Badge } from "@/ui/badge";
import { Tabs } from "@/ui/tabs";
import type { Session } from "../queries";
import { ChatLog } from "./chat";
import { Composer, type Draft } from "./composer";
import { useMessages, useUnread } from "./messages";

interface SideProps {
  interviewId: string;
  session: Session;
  /** Who is there. */
  people: ReactNode;
  /** Their pictures; on a narrow screen they make way for the chat. */
  faces: ReactNode;
}

/** Beside the work: who is there, and what they write to each other. */
export function Side({ interviewId, session, people, faces }: SideProps) {
  const [tab, setTab] = useState("people");
  const [draft, setDraft] = useState<Draft>({ text: "", audience: "all" });
  const box = useRef<HTMLTextAreaElement>(null);
  const messages = useMessages(interviewId);
  const unread = useUnread(messages.said, session.participantId, tab === "chat");
  useCommands([
    {
      id: "interview.chat",
      label: "Write a message",
      group: "Interview",
      icon: MessageSquare,
      keys: "c",
      perform: () => {
        setTab("chat");
        requestAnimationFrame(() => box.current?.focus());
      },
    },
  ]);
  const send = () => {
    const text = draft.text.trim();
    if (text === "") return;
    messages.send(text, draft.audience);
    setDraft({ ...draft, text: "" });
  };
  return (
    <>
      <div
        className={cn(
          "max-h-[45%] shrink-0 overflow-y-auto empty:hidden",
          tab === "chat" && "max-[900px]:hidden",
        )}
      >
        {faces}
      </div>
      <Tabs
        value={tab}
        onChange={setTab}
        label="Beside the work"
        className="min-h-0 flex-1"
        tabs={[
          {
            value: "people",
            label: "People",
            content: <div className="h-full overflow-y-auto">{people}</div>,
          },
          {
            value: "chat",
            label: <ChatLabel unread={unread} />,
            content: (
              <div className="flex h-full min-h-0 flex-col gap-2">
                <ChatLog messages={messages} ownId={session.participantId} />
                {session.role === "observer" ? (
                  <p className="text-fg2 text-sm">
                    Observers read what is written, and leave the talk to the others.
                  </p>
                ) : (
                  <Composer
                    draft={draft}
                    onChange={setDraft}
                    onSend={send}
                    canWhisper={session.role === "interviewer" || session.holds}
                    box={box}
                  />
                )}
              </div>
            ),
          },
        ]}
      />
    </>
  );
}

function ChatLabel({ unread }: { unread: number }) {
  return (
    <>
      Chat
      {unread > 0 && (
        <Badge tone="accent">
          {unread > 99 ? "99+" : unread}
          <span className="sr-only"> unread</span>
        </Badge>
      )}
    </>
  );
}
