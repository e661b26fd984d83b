import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { queryClient, sessionQuery } from "@/api/query";
import { NotFound, RouteFailed } from "@/shell/fallbacks";
import { Root } from "@/shell/root";

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: RouteFailed });

/** The search parameters a page keeps in its address; whatever else stands there is dropped. */
function texts<K extends string>(...names: K[]) {
  return (search: Record<string, unknown>): Partial<Record<K, string>> => {
    const kept: Partial<Record<K, string>> = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === "string" && value !== "") kept[name] = value;
      else if (typeof value === "number") kept[name] = String(value);
    }
    return kept;
  };
}

/** The moment of a replay, in seconds. */
function moment({ t }: Record<string, unknown>): { t?: number } {
  return typeof t === "number" ? { t } : {};
}

// ---- for everyone ----

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/signin",
  validateSearch: texts("return"),
  component: lazyRouteComponent(() => import("@/features/auth/SignInPage"), "SignInPage"),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: texts("token"),
  component: lazyRouteComponent(() => import("@/features/auth/SetupPage"), "SetupPage"),
});
const forgot = createRoute({
  getParentRoute: () => root,
  path: "/forgot",
  component: lazyRouteComponent(() => import("@/features/auth/ForgotPage"), "ForgotPage"),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  validateSearch: texts("token"),
  component: lazyRouteComponent(() => import("@/features/auth/ResetPage"), "ResetPage"),
});
const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  validateSearch: texts("token"),
  component: lazyRouteComponent(() => import("@/features/auth/RegisterPage"), "RegisterPage"),
});
const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  validateSearch: texts("token"),
  component: lazyRouteComponent(() => import("@/features/auth/JoinPage"), "JoinPage"),
});

// ---- for candidates ----

const take = createRoute({
  getParentRoute: () => root,
  path: "/take/$token",
  component: lazyRouteComponent(() => import("@/features/candidate/TakePage"), "TakePage"),
});
const attempt = createRoute({
  getParentRoute: () => root,
  path: "/attempt",
  component: lazyRouteComponent(() => import("@/features/candidate/WorkspacePage"), "WorkspacePage"),
});

// ---- for those who take part in an interview ----

const interviewEntry = createRoute({
  getParentRoute: () => root,
  path: "/interview/$token",
  component: lazyRouteComponent(() => import("@/features/interview/EntryPage"), "EntryPage"),
});
const interviewRoom = createRoute({
  getParentRoute: () => root,
  path: "/room/$interviewId",
  component: lazyRouteComponent(() => import("@/features/interview/RoomPage"), "RoomPage"),
});

// ---- for the staff ----

const onlyMembers = async ({ location }: { location: { href: string } }) => {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (!session) throw redirect({ to: "/signin", search: { return: location.href } });
  if (session.attributes.kind === "candidate") throw redirect({ to: "/attempt" });
  // A guest's session opens one interview and no page of the organization.
  if (session.attributes.kind === "guest") {
    throw redirect({ to: "/signin", search: { return: location.href } });
  }
};
const preview = createRoute({
  getParentRoute: () => root,
  path: "/preview/$assessmentId",
  beforeLoad: onlyMembers,
  component: lazyRouteComponent(() => import("@/features/candidate/PreviewPage"), "PreviewPage"),
});

const staff = createRoute({
  getParentRoute: () => root,
  id: "staff",
  component: lazyRouteComponent(() => import("@/shell/staff"), "Staff"),
  beforeLoad: onlyMembers,
});
const home = createRoute({
  getParentRoute: () => staff,
  path: "/",
  beforeLoad: () => {
    const session = queryClient.getQueryData(sessionQuery.queryKey);
    const invites = session?.attributes.permissions.includes("assessments:write");
    throw redirect({ to: invites ? "/assessments" : "/problems" });
  },
});
const problems = createRoute({
  getParentRoute: () => staff,
  path: "/problems",
  validateSearch: texts("q", "difficulty", "state", "tag", "sort"),
  component: lazyRouteComponent(() => import("@/features/problems/ProblemsPage"), "ProblemsPage"),
});
const problem = createRoute({
  getParentRoute: () => staff,
  path: "/problems/$problemId",
  validateSearch: texts("tab", "version", "against"),
  component: lazyRouteComponent(() => import("@/features/problems/ProblemPage"), "ProblemPage"),
});
const assessments = createRoute({
  getParentRoute: () => staff,
  path: "/assessments",
  validateSearch: texts("q", "state", "sort"),
  component: lazyRouteComponent(() => import("@/features/assessments/AssessmentsPage"), "AssessmentsPage"),
});
const assessment = createRoute({
  getParentRoute: () => staff,
  path: "/assessments/$assessmentId",
  validateSearch: texts("tab"),
  component: lazyRouteComponent(() => import("@/features/assessments/AssessmentPage"), "AssessmentPage"),
});
const review = createRoute({
  getParentRoute: () => staff,
  path: "/attempts/$attemptId",
  validateSearch: texts("tab"),
  component: lazyRouteComponent(() => import("@/features/assessments/ReviewPage"), "ReviewPage"),
});
const interviews = createRoute({
  getParentRoute: () => staff,
  path: "/interviews",
  validateSearch: texts("q", "state"),
  component: lazyRouteComponent(() => import("@/features/interviews/InterviewsPage"), "InterviewsPage"),
});
const newInterview = createRoute({
  getParentRoute: () => staff,
  path: "/interviews/new",
  validateSearch: texts("attempt"),
  component: lazyRouteComponent(() => import("@/features/interviews/NewInterviewPage"), "NewInterviewPage"),
});
const interview = createRoute({
  getParentRoute: () => staff,
  path: "/interviews/$interviewId",
  component: lazyRouteComponent(() => import("@/features/interviews/InterviewPage"), "InterviewPage"),
});
const replay = createRoute({
  getParentRoute: () => staff,
  path: "/interviews/$interviewId/replay",
  validateSearch: moment,
  component: lazyRouteComponent(() => import("@/features/interview/replay/ReplayPage"), "ReplayPage"),
});
const packet = createRoute({
  getParentRoute: () => staff,
  path: "/interviews/$interviewId/packet",
  component: lazyRouteComponent(() => import("@/features/interviews/packet/PacketPage"), "PacketPage"),
});
const members = createRoute({
  getParentRoute: () => staff,
  path: "/members",
  component: lazyRouteComponent(() => import("@/features/auth/MembersPage"), "MembersPage"),
});
const account = createRoute({
  getParentRoute: () => staff,
  path: "/account",
  component: lazyRouteComponent(() => import("@/features/auth/AccountPage"), "AccountPage"),
});
const organization = createRoute({
  getParentRoute: () => staff,
  path: "/organization",
  component: lazyRouteComponent(() => import("@/features/auth/OrganizationPage"), "OrganizationPage"),
});
const webhooks = createRoute({
  getParentRoute: () => staff,
  path: "/webhooks",
  validateSearch: texts("webhook"),
  component: lazyRouteComponent(() => import("@/features/webhooks/WebhooksPage"), "WebhooksPage"),
});
const operations = createRoute({
  getParentRoute: () => staff,
  path: "/operations",
  validateSearch: texts("q", "setting", "process"),
  component: lazyRouteComponent(() => import("@/features/operations/OperationsPage"), "OperationsPage"),
});
const mailbox = createRoute({
  getParentRoute: () => staff,
  path: "/mailbox",
  validateSearch: texts("mail"),
  component: lazyRouteComponent(() => import("@/features/mailbox/MailboxPage"), "MailboxPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setup,
    forgot,
    reset,
    register,
    join,
    take,
    attempt,
    interviewEntry,
    interviewRoom,
    preview,
    staff.addChildren([
      home,
      problems,
      problem,
      assessments,
      assessment,
      review,
      interviews,
      newInterview,
      interview,
      replay,
      packet,
      members,
      account,
      organization,
      webhooks,
      operations,
      mailbox,
    ]),
  ]),
  defaultErrorComponent: RouteFailed,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
