import { UserRound } from "lucide-react";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/states";
import { PlainPage } from "./plain-page";

/** A link that signs somebody in, opened in the browser of a member: going on ends the member's session. */
export function MemberWarning({
  what,
  action,
  onSure,
}: {
  what: string;
  action: string;
  onSure: () => void;
}) {
  return (
    <PlainPage>
      <EmptyState
        icon={UserRound}
        title="You are signed in as a member"
        className="border-none"
        action={
          <Button variant="primary" onClick={onSure}>
            {action}
          </Button>
        }
      >
        {what} Going on signs you out of your organization in this browser; a private window keeps both apart.
      </EmptyState>
    </PlainPage>
  );
}
