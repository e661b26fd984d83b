import { useQuery } from "@tanstack/react-query";
import { queryClient, sessionQuery } from "@/api/query";
import { useSession } from "@/api/session";
import { Page } from "@/shell/page";
import { Loaded } from "@/ui/states";
import { OwnPassword } from "./own-password";
import { OwnSessions } from "./own-sessions";
import { membershipsQuery, ownUserQuery } from "./queries";
import { RenameForm } from "./rename-form";
import { Section } from "./section";

/** What is one's own: the name, the password, and where one is signed in. */
export function AccountPage() {
  const { attributes: session } = useSession();
  const query = ownUserQuery(session.userId ?? "");
  const user = useQuery(query);
  const refresh = () =>
    Promise.all(
      [query, sessionQuery, membershipsQuery].map(({ queryKey }) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  return (
    <Page title="Your account" width="narrow">
      <Section title="You" lead={<span className="wrap-anywhere">Signed in as {session.email}.</span>}>
        <Loaded query={user}>
          {(item) => (
            <RenameForm
              item={item}
              label="Your name"
              hint="Shown to the other members, and in the mails that you send."
              autoComplete="name"
              onRenamed={refresh}
            />
          )}
        </Loaded>
      </Section>
      <Section title="Password" lead="Your other devices are signed out when it changes; this one stays.">
        <OwnPassword email={session.email} />
      </Section>
      <Section
        title="Devices"
        lead="Where you are signed in. End what you do not know, and change your password."
      >
        <OwnSessions />
      </Section>
    </Page>
  );
}
