import { Link } from "@tanstack/react-router";
import {
  CircleCheck,
  Disc,
  Download,
  History,
  Hourglass,
  Lock,
  LockOpen,
  Trash2,
  TriangleAlert,
} from "lucide-react";
import { formatBytes, formatClock } from "@/lib/format";
import { type Action, ActionMenu } from "@/ui/action-menu";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CaptionsPart } from "./captions-part";
import { FilmsPart } from "./films-part";
import { bytesOf, contentOf, keptOf, lengthOf, type Recording, tracksOf } from "./recordings";

const looks = {
  recording: { word: "Recording now", icon: Disc, tone: "bad" },
  verifying: { word: "Being checked and stored", icon: Hourglass, tone: "accent" },
  recorded: { word: "Recorded", icon: CircleCheck, tone: "ok" },
  failed: { word: "Failed", icon: TriangleAlert, tone: "bad" },
  removing: { word: "Being removed", icon: Hourglass, tone: "neutral" },
  removed: { word: "Removed", icon: Trash2, tone: "neutral" },
} as const;

interface RecordingCardProps {
  recording: Recording;
  interviewId: string;
  /** How many seconds into the interview it began. */
  begins: number;
  nameOf: (participantId: string) => string;
  /** Whether who looks may go through the interview again. */
  mayReplay: boolean;
  /** Whether who looks may hold and remove it. */
  mayManage: boolean;
  onHold: (held: boolean) => void;
  onRemove: () => void;
}

export function RecordingCard(props: RecordingCardProps) {
  const { recording, interviewId, begins, nameOf, mayReplay } = props;
  const { state, reason, held, files } = recording.attributes;
  const look = looks[state];
  const title = `Recording from ${formatClock(begins)}`;
  const length = lengthOf(recording);
  const isPlayable = state === "recorded" && files.length > 0;
  const figures = [
    length !== undefined && formatClock(length),
    files.length > 0 && tracksOf(recording),
    files.length > 0 && formatBytes(bytesOf(recording)),
  ];
  const actions = actionsOn(props);
  return (
    <li aria-label={title} className="rounded-lg border border-line px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="font-medium">{title}</h3>
        <Badge tone={look.tone}>
          <look.icon aria-hidden /> {look.word}
        </Badge>
        {held && (
          <Badge tone="warn">
            <Lock aria-hidden /> On hold
          </Badge>
        )}
        <span className="text-fg2 text-sm tabular-nums">{figures.filter(Boolean).join(" · ")}</span>
        <div className="ml-auto flex items-center gap-2">
          {isPlayable && mayReplay && (
            <Button asChild size="sm">
              <Link
                to="/interviews/$interviewId/replay"
                params={{ interviewId }}
                search={{ t: Math.floor(begins) }}
              >
                <History aria-hidden /> Replay from here
              </Link>
            </Button>
          )}
          {actions.length > 0 && <ActionMenu about={title} actions={actions} />}
        </div>
      </div>
      {reason && <p className="mt-1 text-fg2 text-sm first-letter:uppercase">{reason}.</p>}
      {isPlayable && (
        <ul className="mt-2 divide-y divide-line text-sm">
          {files.map((file) => {
            const what = `${nameOf(file.participantId)}: ${contentOf(file)}`;
            return (
              <li key={file.name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
                <span className="wrap-anywhere min-w-0 flex-1">{what}</span>
                <span className="text-fg2 tabular-nums">
                  {formatClock(file.durationMs / 1000)} · {formatBytes(file.bytes)}
                </span>
                <Button asChild size="sm" variant="ghost">
                  <a
                    href={`/v1/recordings/${recording.id}/files/${encodeURIComponent(file.name)}`}
                    download={file.name}
                    aria-label={`Download ${what}`}
                  >
                    <Download aria-hidden /> Download
                  </a>
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {isPlayable && <CaptionsPart {...{ interviewId, recording, nameOf }} />}
      {isPlayable && <FilmsPart {...{ interviewId, recording }} />}
      <p className="mt-1 text-fg2 text-xs empty:hidden">{keptOf(recording)}</p>
    </li>
  );
}

function actionsOn({ recording, mayManage, onHold, onRemove }: RecordingCardProps): Action[] {
  const { state, held } = recording.attributes;
  if (!mayManage || state === "removing" || state === "removed") return [];
  const hold: Action = held
    ? { id: "release", label: "End the hold…", icon: LockOpen, perform: () => onHold(false) }
    : { id: "hold", label: "Put on hold", icon: Lock, perform: () => onHold(true) };
  const mayRemove = !held && (state === "recorded" || state === "failed");
  const remove: Action = { id: "remove", label: "Remove…", icon: Trash2, danger: true, perform: onRemove };
  return mayRemove ? [hold, remove] : [hold];
}
