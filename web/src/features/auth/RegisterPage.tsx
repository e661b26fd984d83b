import { useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { Loaded, Skeleton } from "@/ui/states";
import { AuthFrame } from "./frame";
import { setupQuery } from "./queries";
import { RegistrationForm } from "./registration";

/** A new organization and its owner, where the server takes them. */
export function RegisterPage() {
  const setup = useQuery(setupQuery);
  return (
    <Loaded query={setup} skeleton={<Skeleton className="m-6 w-48" />}>
      {({ required, openRegistration }) => {
        if (required) return <Navigate to="/setup" replace />;
        if (!openRegistration) {
          return (
            <AuthFrame
              title="People join here by invitation"
              lead="This installation takes no new organizations. Ask an administrator of yours to invite you: the mail has a link to join."
            >
              <SignInLink />
            </AuthFrame>
          );
        }
        return (
          <AuthFrame title="Create an organization" lead="You become its owner, and invite the others.">
            <RegistrationForm token={{}} withOrganization action="Create the organization" />
            <p className="mt-4 text-fg2 text-sm">
              You have an account? <SignInLink />
            </p>
          </AuthFrame>
        );
      }}
    </Loaded>
  );
}

function SignInLink() {
  return (
    <Link to="/signin" className="text-accent underline underline-offset-2">
      Sign in
    </Link>
  );
}
