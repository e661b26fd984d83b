import { Play, Send, Square } from "lucide-react";
import { keyNames } from "@/lib/commands";
import { Button } from "@/ui/button";
import { Tooltip } from "@/ui/tooltip";

export interface ActionsProps {
  /** Why nothing can be run or submitted now; empty when it can. */
  reason: string;
  isRunning: boolean;
  isSubmitting: boolean;
  waitSeconds: number;
  onRun: () => void;
  onRunAll: () => void;
  onStop: () => void;
  onSubmit: () => void;
}

/** Run and submit. What cannot be pressed says why, and can still be reached. */
export function Actions(props: ActionsProps) {
  const { reason, isRunning, isSubmitting, waitSeconds } = props;
  const keys = (text: string) => keyNames(text).join("+");
  return (
    <div className="flex shrink-0 items-center gap-1.5">
      {reason && <span className="hidden max-w-52 truncate text-fg2 text-xs @4xl:inline">{reason}</span>}
      {isRunning ? (
        <Button size="sm" onClick={props.onStop}>
          <Square aria-hidden /> Stop
        </Button>
      ) : (
        <>
          <Tooltip label={reason || "Run on every sample"} keys={reason ? undefined : "mod+alt+enter"}>
            <Button
              size="sm"
              variant="ghost"
              aria-disabled={reason !== ""}
              onClick={reason ? undefined : props.onRunAll}
              className="max-[440px]:hidden"
            >
              Run samples
            </Button>
          </Tooltip>
          <Tooltip label={reason || "Run on the case shown"} keys={reason ? undefined : "mod+enter"}>
            <Button
              size="sm"
              aria-disabled={reason !== ""}
              aria-keyshortcuts={keys("mod+enter")}
              onClick={reason ? undefined : props.onRun}
            >
              <Play aria-hidden /> Run
            </Button>
          </Tooltip>
        </>
      )}
      <Tooltip
        label={
          reason ||
          (waitSeconds > 0
            ? `There is no room yet: wait ${waitSeconds} s`
            : "Have it judged on the hidden tests")
        }
        keys={reason ? undefined : "mod+shift+enter"}
      >
        <Button
          size="sm"
          variant="primary"
          pending={isSubmitting}
          aria-disabled={reason !== "" || waitSeconds > 0}
          aria-keyshortcuts={keys("mod+shift+enter")}
          onClick={
            reason || waitSeconds > 0
              ? undefined
              : (event) => {
                  if (event.detail < 2) props.onSubmit(); // the second click of a double one means nothing more
                }
          }
          className="min-w-20"
        >
          <Send aria-hidden /> {waitSeconds > 0 ? `Wait ${waitSeconds} s` : "Submit"}
        </Button>
      </Tooltip>
    </div>
  );
}
