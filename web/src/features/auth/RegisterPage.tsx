import { ApiError, explain } from "@codecraft/api/errors";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useSearch } from "@tanstack/react-router";
import { Loaded, Skeleton } from "@/ui/states";
import { AuthFrame } from "./frame";
import { LinkByMail } from "./link-by-mail";
import { registrationQuery, setupQuery } from "./queries";
import { RegistrationForm } from "./registration";

const title = "Create an organization";
const lead = "You become its owner, and invite the others.";

/** A new organization and its owner, where the server takes them: at once, or by a link in a mail. */
export function RegisterPage() {
  const { token } = useSearch({ from: "/register" });
  const setup = useQuery(setupQuery);
  return (
    <Loaded query={setup} skeleton={<Skeleton className="m-6 w-48" />}>
      {({ required, openRegistration, provenAddresses }) => {
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
        if (token) return <Mailed token={token} />;
        if (provenAddresses) {
          return (
            <LinkByMail
              ask="registrations"
              title={title}
              lead={`${lead} We send you a link to go on with, so that we know that the address is yours.`}
              sent={(email) => `A mail to ${email} is on its way: it says how to go on.`}
            />
          );
        }
        return (
          <AuthFrame title={title} lead={lead}>
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

/** Where the link of the mail leads. Nothing is made as it is opened: programs that look for malware open links, too. */
function Mailed({ token }: { token: string }) {
  const registration = useQuery(registrationQuery(token));
  const { error } = registration;
  if (error instanceof ApiError && error.status === 410) {
    return (
      <AuthFrame title="This link leads nowhere" lead={explain(error)}>
        <Link
          to="/register"
          search={{ token: undefined }}
          className="mr-4 text-accent underline underline-offset-2"
        >
          Ask for a new link
        </Link>
        <SignInLink />
      </AuthFrame>
    );
  }
  if (!registration.data) {
    return (
      <AuthFrame title={title}>
        <Loaded query={registration} skeleton={<Skeleton className="w-48" />}>
          {() => null}
        </Loaded>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={title} lead={lead}>
      <RegistrationForm
        token={{ registrationToken: token }}
        mailed={{ email: registration.data.attributes.email, name: "", hasAccount: false }}
        withOrganization
        action="Create the organization"
      />
    </AuthFrame>
  );
}

function SignInLink() {
  return (
    <Link to="/signin" className="text-accent underline underline-offset-2">
      Sign in
    </Link>
  );
}
