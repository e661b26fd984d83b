import { AppWindow, DoorOpen, VideoOff } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { PlainPage } from "@/shell/plain-page";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/states";

/** Members go back to where the interview is planned; that is another part of the app. */
export function InterviewLink({ id }: { id: string }) {
  return (
    <Button asChild>
      <a href={`/interviews/${encodeURIComponent(id)}`}>To the interview's page</a>
    </Button>
  );
}

/** One's own decision, which can be taken back. */
export function LeftPage({ onReturn, action }: { onReturn: () => void; action: ReactNode }) {
  return (
    <PlainPage>
      <EmptyState
        icon={DoorOpen}
        title="You have left the interview"
        className="border-none"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="primary" onClick={onReturn}>
              Come back
            </Button>
            {action}
          </div>
        }
      >
        Your camera and microphone are off. The others may go on; you can come back as long as the interview
        lasts.
      </EmptyState>
    </PlainPage>
  );
}

/** One person is in an interview once: the other tab or device makes way when this one takes over. */
export function TakeOverPage({ onTake }: { onTake: () => void }) {
  return (
    <PlainPage>
      <EmptyState
        icon={AppWindow}
        title="You are in this interview elsewhere"
        className="border-none"
        action={
          <Button variant="primary" onClick={onTake}>
            Take over here
          </Button>
        }
      >
        It is open in another tab or on another device of yours. When you take over here, the other one leaves
        the call.
      </EmptyState>
    </PlainPage>
  );
}

const retryMs = 5000;

/** The video server is being started, or is out of reach: what passes by itself is waited for. */
export function VideoAwayPage({ onRetry }: { onRetry: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: from the first showing until it is gone
  useEffect(() => {
    const timer = setInterval(onRetry, retryMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <PlainPage>
      <EmptyState
        icon={VideoOff}
        title="The video does not answer yet"
        className="border-none"
        action={<Button onClick={onRetry}>Try now</Button>}
      >
        <p role="status">
          You go in by yourself once it does: it is asked every few seconds. Leave this page open.
        </p>
        <p className="mt-1">If it takes minutes, tell whoever invited you.</p>
      </EmptyState>
    </PlainPage>
  );
}
