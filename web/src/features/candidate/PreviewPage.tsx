import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Eye, RotateCcw, X } from "lucide-react";
import { type CSSProperties, type ReactNode, useEffect, useState } from "react";
import { api, transport } from "@/api/client";
import { queryClient } from "@/api/query";
import { useTitle } from "@/lib/title";
import { PlainPage } from "@/shell/plain-page";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { FailedState } from "@/ui/states";
import { Attempt } from "./WorkspacePage";
import { WorkspaceSkeleton } from "./workspace";

/** Asks as the member one is; what the page does from then on, it does as the preview's candidate. */
async function openPreview(assessmentId: string, restart: boolean) {
  const { attributes } = await api.create(
    "assessment-previews",
    { restart },
    { assessment: { type: "assessments", id: assessmentId } },
    { asMember: true, idempotencyKey: undefined },
  );
  transport.actAs({ token: attributes.accessToken, renew: () => openPreview(assessmentId, false) });
  return attributes;
}

/** An assessment as its candidates meet it, for who builds it: the same pages, below a strip that says so. */
export function PreviewPage() {
  const { assessmentId } = useParams({ from: "/preview/$assessmentId" });
  const queryKey = ["candidate", "preview", assessmentId];
  const preview = useQuery({
    queryKey,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: () => openPreview(assessmentId, false),
  });
  const restart = useMutation({
    mutationFn: () => openPreview(assessmentId, true),
    onSuccess: (begun) => queryClient.setQueryData(queryKey, begun),
  });
  useTitle("Preview");
  useEffect(() => () => transport.actAs(undefined), []);
  return (
    <Marked
      assessmentId={assessmentId}
      isStale={preview.data?.isStale ?? false}
      isRestarting={restart.isPending}
      onRestart={preview.data && restart.mutateAsync}
    >
      {preview.error ? (
        <PlainPage>
          <FailedState error={preview.error} onRetry={() => void preview.refetch()} />
        </PlainPage>
      ) : preview.data ? (
        <Attempt key={preview.data.attemptId} id={preview.data.attemptId} />
      ) : (
        <WorkspaceSkeleton />
      )}
    </Marked>
  );
}

interface MarkedProps {
  assessmentId: string;
  isStale: boolean;
  isRestarting: boolean;
  onRestart?: () => Promise<unknown>;
  children: ReactNode;
}

/** The strip above all that a preview shows. Pages as high as the screen leave room for it (--strip). */
function Marked({ assessmentId, isStale, isRestarting, onRestart, children }: MarkedProps) {
  const [asking, setAsking] = useState(false);
  return (
    <div style={{ "--strip": "44px" } as CSSProperties}>
      <aside
        aria-label="Preview"
        className="sticky top-0 z-40 flex h-(--strip) items-center gap-2 border-warn border-b-2 bg-warnsoft px-3"
      >
        <Eye aria-hidden className="size-4 shrink-0 text-warn" />
        <p className="min-w-0 flex-1 truncate">
          <strong className="font-semibold">Preview</strong>
          <span className="max-[560px]:sr-only">
            {isStale
              ? ": the assessment has changed since this was begun. Start over to see it."
              : ": what candidates meet. Nothing here is counted or shown to anybody else."}
          </span>
        </p>
        {onRestart && (
          <Button size="sm" pending={isRestarting} onClick={() => setAsking(true)}>
            <RotateCcw aria-hidden /> Start over
          </Button>
        )}
        <Button size="sm" asChild>
          <Link to="/assessments/$assessmentId" params={{ assessmentId }} search={{ tab: "build" }}>
            <X aria-hidden />
            <span>
              Leave<span className="max-[560px]:sr-only"> the preview</span>
            </span>
          </Link>
        </Button>
      </aside>
      {children}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Start the preview over?"
        action="Start over"
        pending={isRestarting}
        onConfirm={() => void onRestart?.().then(() => setAsking(false))}
        description="What you wrote and submitted in this preview is thrown away. The new one shows the assessment as it is now."
      />
    </div>
  );
}
