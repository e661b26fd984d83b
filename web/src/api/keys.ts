/**
 * Every key of the query cache is made here. What begins with another key is forgotten with it: `keys.problems.all` with all that is
 * known of problems, `keys.problems.list()` with the lists of every filter.
 */
type Key = readonly unknown[];

/** A noun of which one thing is asked for by what follows, and forgotten by `all`. */
const noun = (name: string) => ({ all: [name] as Key, one: (...of: string[]): Key => [name, ...of] });

/** A noun of which several kinds of things are asked for. */
function nouns<P extends string>(name: string, ...parts: P[]) {
  const made = parts.map((part) => [part, (...of: unknown[]): Key => [name, part, ...of]]);
  return { all: [name] as Key, ...(Object.fromEntries(made) as Record<P, (...of: unknown[]) => Key>) };
}

export const keys = {
  assessments: nouns("assessments", "list", "one", "invitations"),
  attempts: nouns("attempts", "one", "answers", "submissions", "activities"),
  candidate: nouns("candidate", "enter", "attempt", "answers", "submissions", "document"),
  documents: noun("documents"),
  interview: nouns("interview", "enter", "one", "me", "files", "problems", "replay"),
  interviewTemplates: noun("interview-templates"),
  interviews: nouns(
    "interviews",
    "list",
    "one",
    "participants",
    "recordings",
    "captions",
    "films",
    "packet",
    "talk",
  ),
  invitationPreviews: noun("invitation-previews"),
  judgements: nouns("judgements", "one", "rounds"),
  languages: noun("languages"),
  mails: noun("mails"),
  memberInvitationPreviews: noun("member-invitation-previews"),
  memberInvitations: noun("member-invitations"),
  memberships: noun("memberships"),
  notes: noun("notes"),
  operations: noun("operations"),
  organizations: noun("organizations"),
  passwordResetPreviews: noun("password-reset-previews"),
  problems: nouns(
    "problems",
    "list",
    "pickable",
    "one",
    "groups",
    "tests",
    "references",
    "versions",
    "version",
    "verification",
  ),
  registrationPreviews: noun("registration-previews"),
  rejudgings: noun("rejudgings"),
  scorecards: noun("scorecards"),
  session: noun("session"),
  sessions: noun("sessions"),
  setup: noun("setup"),
  usages: noun("usages"),
  users: noun("users"),
  webhookDeliveries: noun("webhook-deliveries"),
  webhooks: noun("webhooks"),
};
