import { memo } from "react";
import { cn } from "@/lib/cn";
import { formatInto } from "@/lib/evaluation";
import { isUnderWay } from "@/lib/run";
import { Console } from "@/ui/console";
import { LanguageName } from "@/ui/language-select";
import { RunBadge, runNumbers } from "@/ui/run-badge";
import { chunksOf, type RoomRun } from "../workspace/runs";

interface ReplayRunProps {
  run?: RoomRun;
  /** Whether there will be one to show. */
  isAny: boolean;
  startedAt: string;
}

/** What the program that was run last had written at the moment. */
export const ReplayRun = memo(
  function ReplayRun({ run, isAny, startedAt }: ReplayRunProps) {
    return (
      <section
        aria-label="Output"
        className={cn("shrink-0 overflow-y-auto rounded-lg border border-line bg-bg p-3", isAny && "h-52")}
      >
        {run ? (
          <div className="flex flex-col gap-2">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span>
                {run.name || "A member"} ran <LanguageName id={run.language} /> at{" "}
                <span className="tabular-nums">{formatInto(startedAt, run.at)}</span>
              </span>
              <RunBadge run={run.view} />
              <span className="text-fg2 text-sm tabular-nums">{runNumbers(run.view)}</span>
            </div>
            {run.view.compileOutput && (
              <Console
                label="The compiler's messages"
                chunks={[{ stream: "stdout", text: run.view.compileOutput, atMs: 0 }]}
              />
            )}
            <Console
              label="Output"
              chunks={chunksOf(run.view)}
              empty={isUnderWay(run.view) ? "no output yet" : "nothing"}
            />
          </div>
        ) : (
          <p className="text-fg2">
            {isAny ? "Nothing had been run until this moment." : "Nothing was run in this interview."}
          </p>
        )}
      </section>
    );
  },
  (before, now) => before.run?.id === now.run?.id && before.run?.view.status === now.run?.view.status,
);
