import { useMutation } from "@tanstack/react-query";
import { Flag } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { useStored } from "@/lib/stored";
import { useTitle } from "@/lib/title";
import { useMedia, useNarrow } from "@/lib/use-media";
import { Logo } from "@/shell/logo";
import { LookMenu } from "@/shell/look-menu";
import { announce } from "@/ui/announcer";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { KeptBoard } from "./board/kept-board";
import type { CallOptions, CallView } from "./call";
import { CallMark, RecordingLight } from "./call-mark";
import { Controls } from "./controls";
import { useChoice } from "./devices";
import { Notices } from "./notices";
import { Parts, type RoomPart } from "./parts";
import { Knocking, Present } from "./present";
import { endInterview, type News, type Session } from "./queries";
import { Gallery, type Layout, Stage, Strip } from "./stage";
import { Side } from "./talk/side";
import { Timer } from "./talk/timer";
import { useCall } from "./use-call";
import { Sound } from "./video";
import { DeskView } from "./workspace/desk";
import { useBoardNumber, useWorkspace } from "./workspace/store";
import { useBoardKey } from "./workspace/use-board-key";
import { useDesk } from "./workspace/use-desk";

interface RoomProps {
  session: Session;
  news: News;
  /** Whether one may admit, remove, and end it for all. */
  holds: boolean;
  join: CallOptions["join"];
  onRefused: CallOptions["onRefused"];
  onReplaced: CallOptions["onReplaced"];
  onLeave: () => void;
}

export function Room({ session, news, holds, join, onRefused, onReplaced, onLeave }: RoomProps) {
  const devices = useChoice();
  const [choice, change] = devices;
  const isSending = session.role !== "observer";
  const { call, view } = useCall(session, {
    join,
    onRefused,
    onReplaced,
    onBlur: (isBlurred) => change({ isBlurred }),
    nameOf: (id) => news.participants.find((one) => one.id === id)?.attributes.name,
    isPublishing: isSending,
    ...choice,
    isMicrophoneOn: isSending && choice.isMicrophoneOn,
    isCameraOn: isSending && choice.isCameraOn,
  });
  const [layout, setLayout] = useStored<Layout>("interview.layout", "speaker");
  const { part, setPart, isCode, isWide, isNarrow } = useRoomPart(news.id);
  const desk = useDesk({
    interviewId: news.id,
    ownId: session.participantId,
    role: session.role,
    isLive: news.attributes.state === "live",
    holds,
    people: news.participants,
    isShown: isCode,
  });
  useBoardKey(desk, isCode && (isWide || part === "code"), () => setPart("code"));
  useTitle(news.attributes.title);
  useAnnounced(news, view);
  return (
    <div className="flex h-[calc(100dvh-var(--strip,0px))] min-h-0 flex-col bg-bg2">
      <Header news={news} view={view} holds={holds} />
      {holds && <Knocking participants={news.participants} />}
      <Notices call={call} view={view} />
      <div className="flex min-h-0 flex-1 flex-col min-[901px]:flex-row">
        <main className="flex min-h-0 min-w-0 flex-1 flex-col gap-2 p-2">
          {(isNarrow || (isCode && !isWide)) && <Parts value={part} onChange={setPart} hasVideo={isNarrow} />}
          <div className="min-h-0 flex-1">
            {part === "video" ? (
              <Stage view={view} layout={layout} />
            ) : (
              <DeskView desk={desk} part={isWide ? undefined : part} onPart={setPart} />
            )}
          </div>
          <Controls
            interviewId={news.id}
            call={call}
            view={view}
            isSending={isSending}
            layout={layout}
            onLayout={setLayout}
            isCode={isCode}
            onCode={(isWanted) => setPart(isWanted ? "code" : "video")}
            devices={devices}
            onLeave={onLeave}
          />
        </main>
        <aside
          aria-label="People and chat"
          className={cn(
            "flex min-h-0 shrink-0 flex-col gap-2 border-line bg-bg p-3 pt-1 max-[900px]:h-[48%] max-[900px]:border-t min-[901px]:w-80 min-[901px]:min-w-60 min-[901px]:border-l",
            isCode && "max-[900px]:hidden",
          )}
        >
          <Side
            interviewId={news.id}
            startedAt={news.attributes.startedAt}
            session={session}
            people={
              <Present
                participants={news.participants}
                people={view.people}
                ownId={session.participantId}
                holds={holds}
              />
            }
            faces={isCode ? <Gallery view={view} /> : <Strip view={view} layout={layout} />}
          />
        </aside>
      </div>
      <KeptBoard desk={desk} />
      {view.people.flatMap((person) =>
        (["voice", "screenVoice"] as const).map((kind) => {
          const track = person[kind];
          return track && <Sound key={`${person.id} ${kind}`} source={track} />;
        }),
      )}
    </div>
  );
}

/** What stands large: what one chose in this room, else the code once there is something to work on. */
function useRoomPart(interviewId: string) {
  const workspace = useWorkspace();
  const [chosen, setPart] = useStored<RoomPart | "">(`interview.part.${interviewId}`, "");
  const isDrawnOn = useBoardNumber() > 0;
  const hasWork = isDrawnOn || (workspace && workspace.files.length + workspace.problems.length > 0);
  const part: RoomPart = chosen || (hasWork ? "code" : "video");
  return {
    part,
    setPart,
    isCode: part !== "video",
    isWide: useMedia("(min-width: 1180px)"),
    isNarrow: useNarrow(),
  };
}

/** Says to screen readers who knocks, comes and goes, and what becomes of one's own connection. */
function useAnnounced(news: News, view: CallView) {
  const waiting = news.participants
    .filter(({ attributes }) => attributes.state === "waiting" && attributes.here)
    .map(({ attributes }) => attributes.name)
    .join(", ");
  useEffect(() => {
    if (waiting) announce(`In the lobby: ${waiting}.`);
  }, [waiting]);
  const known = useRef(new Map<string, string>());
  useEffect(() => {
    const now = new Map(view.people.filter((one) => !one.isSelf).map(({ id, name }) => [id, name]));
    for (const [id, name] of now) if (!known.current.has(id)) announce(`${name} is in the call.`);
    for (const [id, name] of known.current) if (!now.has(id)) announce(`${name} has left the call.`);
    known.current = now;
  }, [view.people]);
}

function Header({ news, view, holds }: { news: News; view: CallView; holds: boolean }) {
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-4 border-line border-b bg-bg px-3">
      <div className="flex h-12 min-w-0 flex-1 items-center gap-2">
        <Logo className="size-6 shrink-0" />
        <h1 className="min-w-0 truncate font-semibold" title={news.attributes.title}>
          {news.attributes.title}
        </h1>
      </div>
      <div className="flex min-h-10 items-center gap-4 max-[560px]:order-last max-[560px]:w-full">
        <Timer holds={holds} />
        <RecordingLight light={news.recording} />
        <CallMark view={view} />
      </div>
      <div className="flex items-center gap-2">
        {holds && <EndForAll interviewId={news.id} />}
        <LookMenu />
      </div>
    </header>
  );
}

function EndForAll({ interviewId }: { interviewId: string }) {
  const [isAsked, setAsked] = useState(false);
  const end = useMutation({ mutationFn: () => endInterview(interviewId), onSuccess: () => setAsked(false) });
  return (
    <>
      <Button size="sm" className="h-8" aria-label="End for all" onClick={() => setAsked(true)}>
        <Flag aria-hidden /> <span className="max-[560px]:sr-only">End for all</span>
      </Button>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title="End the interview for all?"
        description="Everybody is disconnected, and nobody can come in again. To go yourself and let the others go on, choose Leave."
        action="End for all"
        danger
        pending={end.isPending}
        onConfirm={() => end.mutate()}
      />
    </>
  );
}
