import { ApiError, explain } from "@codecraft/api/errors";
import type { UseQueryResult } from "@tanstack/react-query";
import { Compass, type LucideIcon, RotateCw, TriangleAlert, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { cn } from "@/lib/cn";
import { Button } from "./button";

/** A grey bar in the place of what is to come. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-4 animate-pulse rounded bg-bg3", className)} />;
}

/** Shows its children only after 200 ms: what comes at once needs no skeleton. */
export function Delayed({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label="Loading" className={shown ? undefined : "invisible"}>
      {children}
    </div>
  );
}

const widths = ["w-3/5", "w-2/5", "w-1/2", "w-1/3", "w-3/4"];

export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  return (
    <div className="divide-y divide-line overflow-hidden rounded-lg border border-line">
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing have no other name
        <div key={i} className="flex h-9 items-center px-3">
          <Skeleton className={cn("h-3", widths[i % widths.length])} />
        </div>
      ))}
    </div>
  );
}

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  /** The one thing to do now. */
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon: Icon, title, children, action, className }: EmptyProps) {
  return (
    <div
      className={cn(
        "flex flex-col items-center gap-2 rounded-lg border border-line border-dashed px-6 py-12 text-center",
        className,
      )}
    >
      <span className="mb-1 flex size-10 items-center justify-center rounded-full bg-bg3">
        <Icon aria-hidden className="size-5 text-fg2" />
      </span>
      <h2 className="font-semibold">{title}</h2>
      {children && <div className="max-w-md text-fg2">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

/** What an address names and the server does not know: trying again does not help, going elsewhere does. */
function Missing({ error }: { error: ApiError }) {
  return (
    <EmptyState
      icon={Compass}
      title="There is nothing here"
      className="border-none"
      action={
        <Button asChild variant="primary">
          <a href="/">Go to the start</a>
        </Button>
      }
    >
      <p role="alert">{`${explain(error)} The address may be mistyped, or what was here is gone.`}</p>
    </EmptyState>
  );
}

/** Says in the failure's own sentence what went wrong, and offers to try again. */
export function FailedState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  if (error instanceof ApiError && error.status === 404) return <Missing error={error} />;
  const offline = error instanceof ApiError && error.unreachable;
  const Icon = offline ? WifiOff : TriangleAlert;
  return (
    <div
      role="alert"
      className="flex flex-col items-center gap-2 rounded-lg border border-line px-6 py-12 text-center"
    >
      <Icon aria-hidden className="size-5 text-bad" />
      <h2 className="font-semibold">{offline ? "No connection" : "This could not be loaded"}</h2>
      <p className="max-w-md text-fg2">{explain(error)}</p>
      {onRetry && (
        <Button className="mt-2" onClick={onRetry}>
          <RotateCw aria-hidden /> Try again
        </Button>
      )}
    </div>
  );
}

interface LoadedProps<T> {
  query: Pick<UseQueryResult<T>, "data" | "error" | "refetch" | "isPending">;
  skeleton?: ReactNode;
  /** It is all there is on the page: a failure stands in its middle. */
  page?: boolean;
  children: (data: T) => ReactNode;
}

/** One of loading, failed and ready. Once there, data stays on the screen while it is renewed. */
export function Loaded<T>({ query, skeleton, page, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    const failed = <FailedState error={query.error} onRetry={() => void query.refetch()} />;
    return page ? <div className="mx-auto w-full max-w-2xl p-4 sm:p-6">{failed}</div> : failed;
  }
  return <Delayed>{skeleton ?? <SkeletonRows />}</Delayed>;
}
