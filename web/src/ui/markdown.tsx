import { lazy, Suspense } from "react";
import { cn } from "@/lib/cn";
import { Delayed, Skeleton } from "./states";

const Body = lazy(() => import("./markdown-body"));

export interface MarkdownProps {
  text: string;
  /** Where the API has the pictures of the text, such as "/v1/answers/1": of "pictures/x.png" there. */
  pictures?: string;
  className?: string;
}

/** Markdown with tables and maths ($a^2$, $$…$$). Unsafe HTML never gets through. Its code is loaded when first shown. */
export function Markdown(props: MarkdownProps) {
  return (
    <Suspense
      fallback={
        <Delayed>
          <div className={cn("flex flex-col gap-2", props.className)}>
            <Skeleton className="w-1/3" />
            <Skeleton />
            <Skeleton className="w-4/5" />
          </div>
        </Delayed>
      }
    >
      <Body {...props} />
    </Suspense>
  );
}
