import { ApiError, explain } from "@codecraft/api/errors";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { formatDateTime } from "@/lib/format";
import { Loaded, Skeleton } from "@/ui/states";
import { AuthFrame } from "./frame";
import { invitationQuery } from "./queries";
import { RegistrationForm } from "./registration";
import { roleDuties, roleNames } from "./roles";

/** Where the link of a member's invitation leads. */
export function JoinPage() {
  const { token } = useSearch({ from: "/join" });
  if (!token) {
    return (
      <DeadLink
        title="This link is incomplete"
        lead="Open the whole link of your invitation, or ask for a new one."
      />
    );
  }
  return <Invitation token={token} />;
}

const deadTitles: Record<string, string> = {
  invitation_used: "You have joined already",
  invitation_expired: "This invitation has expired",
  invitation_withdrawn: "This invitation was withdrawn",
  invitation_replaced: "There is a newer invitation",
};

function Invitation({ token }: { token: string }) {
  const invitation = useQuery(invitationQuery(token));
  const { error } = invitation;
  if (error instanceof ApiError && error.status === 410) {
    return <DeadLink title={deadTitles[error.code] ?? "This link leads nowhere"} lead={explain(error)} />;
  }
  if (!invitation.data) {
    return (
      <AuthFrame title="Join your team">
        <Loaded query={invitation} skeleton={<Skeleton className="w-48" />}>
          {() => null}
        </Loaded>
      </AuthFrame>
    );
  }
  const { email, name, role, organizationName, invitedBy, hasAccount, expiresAt } =
    invitation.data.attributes;
  return (
    <AuthFrame
      title={`Join ${organizationName}`}
      lead={
        <span className="wrap-anywhere">
          {invitedBy || "Somebody"} invites you as <strong>{roleNames[role].toLowerCase()}</strong>.
          <span className="mt-1 block text-sm">{roleDuties[role]}</span>
        </span>
      }
    >
      <RegistrationForm
        token={{ invitationToken: token }}
        mailed={{ email, name, hasAccount }}
        withOrganization={false}
        action="Join"
      />
      <p className="mt-4 text-fg2 text-xs">The invitation ends on {formatDateTime(expiresAt)}.</p>
    </AuthFrame>
  );
}

function DeadLink({ title, lead }: { title: string; lead: string }) {
  return (
    <AuthFrame title={title} lead={lead}>
      <Link to="/signin" className="text-accent underline underline-offset-2">
        Go to sign in
      </Link>
    </AuthFrame>
  );
}
