import { FileCode, Presentation } from "lucide-react";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { cn } from "@/lib/cn";
import { useDark } from "@/lib/theme";
import { Checkbox } from "@/ui/input";
import { useLanguage } from "@/ui/language-select";
import { EmptyState } from "@/ui/states";
import { tabStyle } from "@/ui/tabs";
import { colourValue, type WhoOf } from "../workspace/cursors";
import { boardTab } from "../workspace/files";
import { type FileThen, filesAt, lastTouched, type Replay, touchedMs } from "./replay";
import { ReplayBoard } from "./replay-board";
import { ReplayEditor } from "./replay-editor";

interface ReplayFilesProps {
  replay: Replay;
  ms: number;
  whoOf: WhoOf;
  onFind: () => void;
}

/** The files and the whiteboard as they were. The one that is worked on comes to the front, unless another one was chosen. */
export function ReplayFiles({ replay, ms, whoOf, onFind }: ReplayFilesProps) {
  const [chosen, setChosen] = useState<string>();
  const there = filesAt(replay.files, ms);
  const drawnMs = replay.board.drawings[replay.board.countAt(ms) - 1]?.ms;
  const hasBoard = drawnMs !== undefined;
  const touched = lastTouched(there, ms);
  const isBoardLast = hasBoard && (!touched || drawnMs > touchedMs(touched, ms));
  const isBoard = hasBoard && (chosen === boardTab || (chosen === undefined && isBoardLast));
  const open = there.find(({ file }) => file.id === chosen) ?? touched;
  const value = isBoard ? boardTab : open?.file.id;
  if (!value)
    return (
      <EmptyState icon={FileCode} title="No file yet" className="min-h-72 flex-1 justify-center">
        At this moment of the interview nobody had made one.
      </EmptyState>
    );
  return (
    <Tabs.Root
      value={value}
      onValueChange={setChosen}
      className="flex min-h-72 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-bg max-lg:h-96 max-lg:flex-none"
    >
      <div className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 border-line border-b px-3">
        <Tabs.List aria-label="Files and whiteboard" className="flex min-w-0 gap-4 overflow-x-auto">
          {there.map(({ file, path }) => (
            <Tabs.Trigger key={file.id} value={file.id} className={tabStyle}>
              {path}
            </Tabs.Trigger>
          ))}
          {hasBoard && (
            <Tabs.Trigger value={boardTab} className={tabStyle}>
              <Presentation aria-hidden className="size-3.5" /> Whiteboard
            </Tabs.Trigger>
          )}
        </Tabs.List>
        <Checkbox
          checked={chosen === undefined}
          onChange={(event) => setChosen(event.target.checked ? undefined : value)}
          className={cn("text-sm", there.length + Number(hasBoard) < 2 && "hidden")}
        >
          Go where somebody writes
        </Checkbox>
      </div>
      <Tabs.Content key={value} value={value} tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        {isBoard ? (
          <ReplayBoard log={replay.board} ms={ms} />
        ) : (
          open && <OpenFile open={open} ms={ms} whoOf={whoOf} onFind={onFind} />
        )}
      </Tabs.Content>
    </Tabs.Root>
  );
}

interface OpenFileProps extends Omit<ReplayFilesProps, "replay"> {
  open: FileThen;
}

function OpenFile({ open: { file, path, language }, ms, whoOf, onFind }: OpenFileProps) {
  const mode = useLanguage(language)?.editor ?? "text";
  const state = file.log.at(ms);
  const authors = [...new Set(state.spans.map(({ author }) => author))];
  return (
    <>
      <div className="min-h-0 flex-1">
        <ReplayEditor state={state} whoOf={whoOf} mode={mode} label={path} onFind={onFind} />
      </div>
      <Authors authors={authors} whoOf={whoOf} />
    </>
  );
}

/** Whose which colour is. */
function Authors({ authors, whoOf }: { authors: string[]; whoOf: WhoOf }) {
  const isDark = useDark();
  const known = authors.flatMap((author) => whoOf(author) ?? []);
  return (
    <p className="flex min-h-7 shrink-0 flex-wrap items-center gap-x-4 border-line border-t px-3 text-fg2 text-xs">
      {known.map(({ name, colour }) => (
        <span key={`${colour} ${name}`} className="inline-flex items-center gap-1.5">
          <span
            aria-hidden
            className="h-0.5 w-4 rounded-full"
            style={{ backgroundColor: colourValue(colour, isDark) }}
          />
          Typed by {name}
        </span>
      ))}
    </p>
  );
}
