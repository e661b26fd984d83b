import type { InterviewAttributes } from "@codecraft/api/types";
import { DoorOpen } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import type { Stream } from "@/api/use-events";
import { formatMoment } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { PlainPage } from "@/shell/plain-page";
import { Connection } from "@/ui/connection";
import { Markdown } from "@/ui/markdown";
import { Heading } from "./heading";
import type { Participant } from "./queries";

const lists = new Intl.ListFormat("en", { type: "conjunction" });

/** Who holds the interview, in words. */
function holdersOf(participants: Participant[]): string {
  const names = participants.flatMap(({ attributes }) =>
    attributes.role === "interviewer" && attributes.state !== "removed" ? attributes.name : [],
  );
  return names.length > 0 ? lists.format(names) : "The interviewer";
}

interface LobbyProps {
  interview: InterviewAttributes;
  participants: Participant[];
  stream: Stream;
}

/** Waiting to be let in; that happens by itself. */
export function Lobby({ interview, participants, stream }: LobbyProps) {
  const isLive = interview.state === "live";
  const holders = holdersOf(participants);
  return (
    <Waiting interview={interview} title="You are in the lobby">
      <p>
        {isLive
          ? `${holders} can see that you are here, and will let you in.`
          : `${holders} will let you in once the interview begins.`}
      </p>
      <p className="text-fg2">Leave this page open: you go in by yourself.</p>
      <Connection state={stream.state} why={stream.why} />
    </Waiting>
  );
}

/** The door opens an hour before the start. */
const opensBefore = 60 * 60_000;

/** Too early: the page knocks by itself once the door is open. */
export function Early({ interview, onOpen }: { interview: InterviewAttributes; onOpen: () => void }) {
  const opens = new Date(interview.startsAt).getTime() - opensBefore;
  const now = useNow(10_000);
  // This machine's clock may be fast: until the server opens, it is asked again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: one knock at each look at the clock
  useEffect(() => {
    if (now > opens) onOpen();
  }, [now]);
  return (
    <Waiting interview={interview} title="You are early">
      <p>The door of this interview opens at {formatMoment(new Date(opens).toISOString())}.</p>
      <p className="text-fg2">You can leave this page open, or come back with your link.</p>
    </Waiting>
  );
}

function Waiting({
  interview,
  title,
  children,
}: {
  interview: InterviewAttributes;
  title: string;
  children: ReactNode;
}) {
  return (
    <PlainPage>
      <Heading interview={interview} />
      <section aria-labelledby="waiting" className="mt-6 rounded-lg border border-line bg-bg2 p-4 sm:p-6">
        <h2 id="waiting" className="flex items-center gap-2 font-semibold text-lg">
          <DoorOpen aria-hidden className="size-5 text-accent" /> {title}
        </h2>
        <div role="status" className="mt-2 flex flex-col gap-2">
          {children}
        </div>
      </section>
      {interview.agenda && (
        <section aria-labelledby="agenda" className="mt-6">
          <h2 id="agenda" className="mb-2 font-semibold">
            Agenda
          </h2>
          <Markdown text={interview.agenda} />
        </section>
      )}
    </PlainPage>
  );
}
