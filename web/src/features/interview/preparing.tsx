import { PlainPage } from "@/shell/plain-page";
import { Delayed, Skeleton } from "@/ui/states";

export function Preparing() {
  return (
    <PlainPage>
      <Delayed>
        <div className="flex flex-col gap-4">
          <Skeleton className="h-7 w-2/3" />
          <Skeleton className="w-1/3" />
          <Skeleton className="h-48" />
        </div>
      </Delayed>
    </PlainPage>
  );
}
