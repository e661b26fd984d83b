import { lazy, Suspense } from "react";
import { Delayed, Skeleton } from "./states";

const Body = lazy(() => import("./markdown-body"));

/** Markdown with tables and maths ($a^2$, $$…$$). Unsafe HTML never gets through. Its code is loaded when first shown. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return (
    <Suspense
      fallback={
        <Delayed>
          <div className="flex flex-col gap-2">
            <Skeleton className="w-1/3" />
            <Skeleton />
            <Skeleton className="w-4/5" />
          </div>
        </Delayed>
      }
    >
      <Body text={text} className={className} />
    </Suspense>
  );
}
