import { CircleDot, MessagesSquare, NotebookPen, SearchX } from "lucide-react";
import { type ReactNode, type RefObject, useMemo, useState } from "react";
import { cn } from "@/lib/cn";
import { count, formatClock } from "@/lib/format";
import { Input } from "@/ui/input";
import { EmptyState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import type { TimedCue } from "./captions";
import { type Moment, MomentList } from "./moment-list";
import type { Replay } from "./replay";
import type { Hit } from "./search";
import { happenings, messages, noted, spoken } from "./told";

interface ReplaySideProps {
  /** What was recorded of people. */
  media: ReactNode;
  replay: Replay;
  /** What was said, as it was written down. */
  cues: TimedCue[];
  ms: number;
  onSeek: (ms: number) => void;
  asked: string;
  onAsk: (asked: string) => void;
  /** The hits are those of what is asked. */
  isSearched: boolean;
  hits: Hit[];
  box: RefObject<HTMLInputElement | null>;
}

/** What happened, what was said, what was noted; and where words were found in all of it. */
export function ReplaySide(props: ReplaySideProps) {
  const { media, replay, cues, ms, onSeek, asked, onAsk, isSearched, hits, box } = props;
  const toHit = (direction: 1 | -1) => {
    const hit = direction > 0 ? hits.find((one) => one.ms > ms + 1) : hits.findLast((one) => one.ms < ms);
    const found = hit ?? hits.at(direction > 0 ? 0 : -1);
    if (isSearched && found) onSeek(found.ms);
  };
  return (
    <div className="flex min-h-0 flex-col gap-2 rounded-lg border border-line bg-bg p-2 max-lg:h-[30rem]">
      {media}
      <Input
        ref={box}
        type="search"
        aria-label="Search code, output, speech, chat, notes and people"
        placeholder="Search the interview"
        value={asked}
        onChange={(event) => onAsk(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") toHit(event.shiftKey ? -1 : 1);
          if (event.key !== "Escape" || asked === "") return;
          event.preventDefault();
          onAsk("");
        }}
        className="shrink-0"
      />
      {asked.trim() === "" ? (
        <Lists replay={replay} cues={cues} ms={ms} onSeek={onSeek} />
      ) : (
        <Hits asked={asked.trim()} hits={hits} isSearched={isSearched} onSeek={onSeek} />
      )}
    </div>
  );
}

function Lists({ replay, cues, ms, onSeek }: Pick<ReplaySideProps, "replay" | "cues" | "ms" | "onSeek">) {
  const [tab, setTab] = useState("happened");
  const lists = useMemo(
    () => ({
      happened: happenings(replay),
      said: spoken(cues),
      chat: messages(replay),
      notes: noted(replay),
    }),
    [replay, cues],
  );
  const list = (label: string, moments: Moment[], empty: ReactNode) => (
    <MomentList label={label} moments={moments} ms={ms} onSeek={onSeek} empty={empty} />
  );
  const tabs = [
    {
      value: "happened",
      label: "What happened",
      content: list(
        "What happened",
        lists.happened,
        <EmptyState icon={CircleDot} title="Nothing happened" className="border-none p-2">
          No file was made, nothing was run and no problem was shown.
        </EmptyState>,
      ),
    },
    ...(cues.length > 0 ? [{ value: "said", label: "Said", content: list("Said", lists.said, null) }] : []),
    {
      value: "chat",
      label: "Chat",
      content: list(
        "Chat",
        lists.chat,
        <EmptyState icon={MessagesSquare} title="Nothing was written" className="border-none p-2">
          The chat stayed empty in this interview.
        </EmptyState>,
      ),
    },
    {
      value: "notes",
      label: "Notes",
      content: list(
        "Notes",
        lists.notes,
        <EmptyState icon={NotebookPen} title="No notes" className="border-none p-2">
          What interviewers note during the call stands here at its moment.
        </EmptyState>,
      ),
    },
  ];
  return (
    <Tabs
      value={tab}
      onChange={setTab}
      label="The interview"
      tabs={tabs}
      className="min-h-0 flex-1 [&_[role=tabpanel]]:overflow-hidden [&_[role=tabpanel]]:pt-2"
    />
  );
}

const isCode = (where: Hit["where"]) => where === "Code" || where === "Output";

type HitsProps = Pick<ReplaySideProps, "asked" | "hits" | "isSearched" | "onSeek">;

function Hits({ asked, hits, isSearched, onSeek }: HitsProps) {
  return (
    <>
      <p role="status" className={cn("px-2 text-fg2 text-sm", !isSearched && "invisible")}>
        {hits.length === 0 ? `Nowhere in the interview: “${asked}”` : count(hits.length, "hit")}
      </p>
      {isSearched && hits.length === 0 && (
        <EmptyState icon={SearchX} title="Nothing found" className="border-none p-2">
          It was searched in everything that was typed, printed, said and noted.
        </EmptyState>
      )}
      <ol aria-label="Hits" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {hits.map(({ ms, where, of, line }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hits are anew with each search
          <li key={i}>
            <button
              type="button"
              onClick={() => onSeek(ms)}
              className="flex w-full items-start gap-2 rounded-md px-2 py-1.5 text-left hover:bg-bg3 pointer-coarse:min-h-11"
            >
              <span className="w-14 shrink-0 text-right text-fg2 text-sm tabular-nums">
                {formatClock(ms / 1000)}
              </span>
              <span className="min-w-0 flex-1">
                <span className="block text-fg2 text-sm">
                  {where}, {of}
                </span>
                <span className={cn("wrap-anywhere block", isCode(where) && "font-mono text-sm")}>
                  {line}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
