import { Link, useRouter } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { Button } from "@/ui/button";
import { EmptyState, FailedState } from "@/ui/states";

export function NotFound() {
  return (
    <div className="mx-auto max-w-lg p-6">
      <EmptyState
        icon={Compass}
        title="There is no such page"
        action={
          <Button asChild variant="primary">
            <Link to="/">Go to the start</Link>
          </Button>
        }
      >
        The address may be mistyped, or what was here is gone.
      </EmptyState>
    </div>
  );
}

export function RouteFailed({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <div className="mx-auto max-w-lg p-6">
      <FailedState error={error} onRetry={() => void router.invalidate()} />
    </div>
  );
}
