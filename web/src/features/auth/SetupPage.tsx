import { useQuery } from "@tanstack/react-query";
import { Navigate, useSearch } from "@tanstack/react-router";
import { Loaded, Skeleton } from "@/ui/states";
import { AuthFrame } from "./frame";
import { setupQuery } from "./queries";
import { RegistrationForm } from "./registration";

/** Shown once in the life of an installation: its first owner. */
export function SetupPage() {
  const { token } = useSearch({ from: "/setup" });
  const setup = useQuery(setupQuery);
  return (
    <Loaded query={setup} skeleton={<Skeleton className="m-6 w-48" />}>
      {({ required }) =>
        required ? (
          <AuthFrame
            title="Set up CodeCraft"
            lead={
              token
                ? "You are the first here: this account owns the organization."
                : "Open the setup address that the server printed when it started: it carries the token that proves this server is yours."
            }
          >
            <RegistrationForm
              token={{ setupToken: token }}
              withOrganization
              action="Create the organization"
            />
          </AuthFrame>
        ) : (
          <Navigate to="/signin" replace />
        )
      }
    </Loaded>
  );
}
