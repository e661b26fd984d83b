import { MessageSquare, NotebookPen } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { useCommands } from "@/lib/commands";
import { Badge } from "@/ui/badge";
import { useNoteDraft } from "@/ui/notes";
import { type Tab, Tabs } from "@/ui/tabs";
import type { Session } from "../queries";
import { useSpokenReactions } from "../reactions";
import { ChatLog } from "./chat";
import { Composer, type Draft } from "./composer";
import { NotesTab, ScorecardTab } from "./evaluation-tabs";
import { useMessages, useUnread } from "./messages";

interface SideProps {
  interviewId: string;
  /** When the interview began; nothing while it has not. */
  startedAt: string | null;
  session: Session;
  /** Who is there. */
  people: ReactNode;
  /** Their pictures; on a narrow screen they make way for what is written. */
  faces: ReactNode;
}

/** Beside the work: who is there, and what they write to each other. */
export function Side({ interviewId, startedAt, session, people, faces }: SideProps) {
  const [tab, setTab] = useState("people");
  const [draft, setDraft] = useState<Draft>({ text: "", audience: "all" });
  const box = useRef<HTMLTextAreaElement>(null);
  const note = useNoteDraft(interviewId);
  const noteBox = useRef<HTMLTextAreaElement>(null);
  const evaluates = session.role === "interviewer" && startedAt !== null;
  const messages = useMessages(interviewId);
  const unread = useUnread(messages.said, session.participantId, tab === "chat");
  useSpokenReactions(session.participantId);
  const open = (wanted: string, at: typeof box) => {
    setTab(wanted);
    requestAnimationFrame(() => at.current?.focus());
  };
  useCommands([
    {
      id: "interview.chat",
      label: "Write a message",
      group: "Interview",
      icon: MessageSquare,
      keys: "c",
      perform: () => open("chat", box),
    },
    {
      id: "interview.note",
      label: "Write a note",
      group: "Interview",
      icon: NotebookPen,
      keys: "n",
      when: () => evaluates,
      perform: () => open("notes", noteBox),
    },
  ]);
  const send = () => {
    const text = draft.text.trim();
    if (text === "") return;
    messages.send(text, draft.audience);
    setDraft({ ...draft, text: "" });
  };
  const tabs: Tab[] = [
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
  ];
  if (evaluates) {
    const about = { interviewId, startedAt, ownId: session.participantId };
    tabs.push(
      { value: "notes", label: "Notes", content: <NotesTab {...about} draft={note} box={noteBox} /> },
      { value: "scorecard", label: "Scorecard", isKept: true, content: <ScorecardTab {...about} /> },
    );
  }
  return (
    <>
      <section
        aria-label="Faces"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className={cn(
          "max-h-[45%] shrink-0 overflow-y-auto empty:hidden",
          tab !== "people" && "max-[900px]:hidden",
        )}
      >
        {faces}
      </section>
      <Tabs value={tab} onChange={setTab} label="Beside the work" className="min-h-0 flex-1" tabs={tabs} />
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
