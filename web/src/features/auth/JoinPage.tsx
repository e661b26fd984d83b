import { Link, useSearch } from "@tanstack/react-router";
import { AuthFrame } from "./frame";
import { RegistrationForm } from "./registration";

/** Where the link of a member's invitation leads. */
export function JoinPage() {
  const { token } = useSearch({ from: "/join" });
  if (!token) {
    return (
      <AuthFrame
        title="This link is incomplete"
        lead="Open the whole link of your invitation, or ask for a new one."
      >
        <Link to="/signin" className="text-accent hover:underline">
          Go to sign in
        </Link>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Join your team" lead="Use the e-mail address the invitation was sent to.">
      <RegistrationForm token={{ invitationToken: token }} withOrganization={false} action="Join" />
    </AuthFrame>
  );
}
