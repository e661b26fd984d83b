import { ApiError, explain } from "@codecraft/api/errors";
import { toast } from "sonner";
import { isLossTold } from "@/lib/loss";

/** Tells in a toast what failed. That nothing reaches the server is told once, and not beside the notice that says so. */
export function tellFailure(error: unknown) {
  if (!(error instanceof ApiError && error.unreachable)) toast.error(explain(error));
  else if (!isLossTold()) toast.error(explain(error), { id: "unreachable" });
}
