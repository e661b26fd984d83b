import { ApiError } from "@codecraft/api/errors";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { Compass, RotateCw, TriangleAlert } from "lucide-react";
import { lazy, type ReactNode, Suspense, useContext } from "react";
import { sessionQuery } from "@/api/query";
import { useTitle } from "@/lib/title";
import { Button } from "@/ui/button";
import { EmptyState, FailedState } from "@/ui/states";
import { InShell } from "./in-shell";
import { PlainPage } from "./plain-page";

const Staff = lazy(async () => ({ default: (await import("./staff")).Staff }));

export function NotFound() {
  useTitle("No such page");
  return (
    <Frame>
      <EmptyState
        icon={Compass}
        title="There is no such page"
        className="border-none"
        action={
          <Button asChild variant="primary">
            <Link to="/">Go to the start</Link>
          </Button>
        }
      >
        The address may be mistyped, or what was here is gone.
      </EmptyState>
    </Frame>
  );
}

/** A page that could not be shown. What the server said is told; what went wrong in the page itself says nothing to people. */
export function RouteFailed({ error }: { error: unknown }) {
  const router = useRouter();
  if (error instanceof ApiError) {
    return (
      <Frame>
        <FailedState error={error} onRetry={() => void router.invalidate()} />
      </Frame>
    );
  }
  return (
    <Frame>
      <EmptyState
        icon={TriangleAlert}
        title="This page cannot be shown"
        className="border-none"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="primary" onClick={() => window.location.reload()}>
              <RotateCw aria-hidden /> Load it again
            </Button>
            <Button asChild>
              <a href="/">Go to the start</a>
            </Button>
          </div>
        }
      >
        Something went wrong in the page itself. What was saved is safe. When loading it again does not help,
        tell whoever runs this installation.
      </EmptyState>
    </Frame>
  );
}

/** Whoever works here keeps the navigation; anyone else sees a page that stands alone. */
function Frame({ children }: { children: ReactNode }) {
  const isInShell = useContext(InShell);
  const session = useQuery({ ...sessionQuery, enabled: !isInShell });
  const content = <div className="mx-auto w-full max-w-2xl p-4 sm:p-6">{children}</div>;
  if (isInShell) return content;
  if (session.isLoading) return null;
  if (session.data?.attributes.kind !== "member") return <PlainPage>{children}</PlainPage>;
  return (
    <Suspense>
      <Staff>{content}</Staff>
    </Suspense>
  );
}
