/**
 * The attributes of every resource, by type. What the server alone writes is here too; requests send a part.
 */
export type Difficulty = "easy" | "medium" | "hard";
export type Verdict = "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE" | "SKIPPED";
export type Role = "owner" | "admin" | "author" | "recruiter" | "interviewer" | "candidate";
export type Permission =
  | "organization:manage"
  | "members:read"
  | "members:manage"
  | "problems:read"
  | "problems:write"
  | "runs:create"
  | "judgements:read"
  | "assessments:read"
  | "assessments:write"
  | "attempts:read"
  | "attempt:take";

interface User {
  email: string;
  name: string;
}

interface Session {
  kind: "member" | "candidate";
  userId?: string;
  name: string;
  email: string;
  organizationId: string;
  organizationName: string;
  role: Role;
  permissions: Permission[];
  attemptId?: string;
  csrfToken?: string;
  expiresAt: string;
  demo?: boolean;
}

interface Membership {
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
}

interface MemberInvitation {
  email: string;
  role: Role;
  createdAt?: string;
  expiresAt?: string;
}

export interface Comparison {
  mode: "tokens" | "exact" | "float";
  caseSensitive?: boolean;
  absoluteTolerance?: number;
  relativeTolerance?: number;
}

export interface Starter {
  language: string;
  source: string;
}

export interface ProblemAttributes {
  title: string;
  slug: string;
  difficulty: Difficulty;
  tags: string[];
  statement: string;
  cpuTimeMs: number;
  memoryKb: number;
  outputKb: number;
  languageFactors: boolean;
  comparison: Comparison;
  languages: string[];
  starters: Starter[];
  state: "draft" | "published" | "changed";
  revision: number;
  points: number;
  testCount: number;
  verified: boolean;
  updatedAt: string;
}

interface TestGroup {
  name: string;
  sample: boolean;
  points: number;
  position: number;
}

interface Test {
  name: string;
  input: string;
  answer: string;
  explanation: string;
  position: number;
  inputBytes: number;
  answerBytes: number;
  truncated?: boolean;
}

interface ReferenceSolution {
  name: string;
  language: string;
  source: string;
  expectedVerdict: Verdict;
}

export interface VerificationResult {
  referenceId: string;
  name: string;
  language: string;
  expected: Verdict;
  verdict?: Verdict | "";
  agrees: boolean;
  worstCpuMs: number;
  memoryKb: number;
  judgementId?: string;
  detail?: string;
}

export interface Verification {
  state: "queued" | "running" | "passed" | "failed";
  revision: number;
  results: VerificationResult[];
  startedAt?: string;
  finishedAt?: string;
}

interface ProblemVersion {
  number: number;
  title: string;
  publishedAt: string;
  points: number;
}

export interface Language {
  name: string;
  version: string;
  available: boolean;
  install?: string;
  editor: string;
  fileName: string;
  hello: string;
}

export type RunStatus =
  | "queued"
  | "compiling"
  | "running"
  | "ok"
  | "failed"
  | "signalled"
  | "cpu_limit"
  | "wall_limit"
  | "memory_limit"
  | "output_limit"
  | "cancelled"
  | "compile_error"
  | "not_started"
  | "internal_error";

export interface Run {
  language: string;
  source?: string;
  stdin?: string;
  status: RunStatus;
  stdout: string;
  stderr: string;
  exitCode: number;
  signal?: string;
  detail?: string;
  cpuTimeMs: number;
  wallTimeMs: number;
  memoryKb: number;
  compileOutput?: string;
  truncated: boolean;
  answerId?: string;
  documentVersion?: number;
}

/** The first place where an output and the answer part; lines and columns count from 1. */
export interface Difference {
  line: number;
  column: number;
  expected: string;
  got: string;
  reason: string;
}

export interface TestOutcome {
  name: string;
  verdict: Verdict;
  cpuTimeMs: number;
  wallTimeMs?: number;
  memoryKb: number;
  exitCode?: number;
  signal?: string;
  detail?: string;
  difference?: Difference;
}

interface Judgement {
  subjectKind: string;
  subjectId: string;
  round: number;
  state: string;
  verdict: Verdict;
  score: number;
  maxScore: number;
  language: string;
  groups: { name: string; verdict: Verdict; points: number; earned: number; tests: TestOutcome[] }[];
  compileOutput?: string;
  queuedAt: string;
  finishedAt?: string;
}

export interface SectionItem {
  id?: string;
  problemId: string;
  problemVersionId?: string;
  title?: string;
  difficulty?: Difficulty;
  points?: number;
}

export interface Section {
  id?: string;
  title: string;
  items: SectionItem[];
}

export interface AssessmentAttributes {
  title: string;
  instructions: string;
  timeLimitMinutes: number;
  opensAt?: string | null;
  closesAt?: string | null;
  scoring: "best" | "last";
  languages: string[];
  sections: Section[];
  state: "draft" | "published" | "closed";
  points: number;
  invitationCount: number;
  startedCount: number;
  finishedCount: number;
  updatedAt: string;
}

export interface InvitationAttributes {
  email: string;
  name: string;
  link?: string;
  state: "sent" | "opened" | "started" | "finished" | "revoked";
  sentAt: string;
  attemptId?: string;
}

interface InvitationImport {
  text: string;
  created: number;
  skipped: number;
  problems: { line: number; text: string; detail: string }[];
  invitations: { id: string; email: string; name: string; link: string }[];
}

export interface Progress {
  answerId: string;
  title: string;
  points: number;
  score?: number;
  verdict: Verdict | "";
  language: string;
  submissionCount: number;
}

export interface AttemptAttributes {
  state: "ready" | "started" | "finished";
  candidateName: string;
  candidateEmail: string;
  assessmentTitle: string;
  instructions: string;
  timeLimitMinutes: number;
  opensAt?: string | null;
  closesAt?: string | null;
  startedAt?: string | null;
  endsAt?: string | null;
  finishedAt?: string | null;
  serverTime: string;
  secondsLeft: number;
  score?: number;
  maxScore: number;
  itemCount: number;
  answeredCount: number;
  lastActivityAt?: string;
  progress: Progress[];
}

export interface Sample {
  name: string;
  input: string;
  answer: string;
  explanation?: string;
}

export interface AnswerAttributes {
  position: number;
  sectionTitle: string;
  title: string;
  difficulty: Difficulty;
  statement: string;
  samples: Sample[];
  groups: { name: string; points: number }[];
  limits: { cpuTimeMs: number; memoryKb: number };
  languages: string[];
  starters: Starter[];
  language: string;
  documentId?: string;
  points: number;
  score: number;
  verdict: Verdict | "";
  submissionCount: number;
}

interface Document {
  language: string;
  path: string;
  version: number;
  text: string;
  updatedAt: string;
}

export interface SubmissionSample extends TestOutcome {
  stdout?: string;
  stderr?: string;
}

export interface SubmissionAttributes {
  documentVersion?: number;
  state: "queued" | "judging" | "judged";
  language: string;
  verdict?: Verdict | "";
  score?: number;
  points: number;
  groups: { name: string; verdict: Verdict; points: number; earned: number }[];
  samples: SubmissionSample[];
  compileOutput?: string;
  createdAt: string;
  judgedAt?: string;
  judgementId?: string;
  source?: string;
}

export interface ActivityAttributes {
  number: number;
  kind: string;
  at: string;
  answerId?: string;
  data?: Record<string, unknown>;
}

interface Mail {
  to: string;
  subject: string;
  sentAt: string;
  text: string;
  html: string;
}

export interface AttributesOf {
  users: User;
  sessions: Session;
  organizations: { name: string };
  memberships: Membership;
  "member-invitations": MemberInvitation;
  problems: ProblemAttributes;
  "test-groups": TestGroup;
  tests: Test;
  "reference-solutions": ReferenceSolution;
  verifications: Verification;
  "problem-versions": ProblemVersion;
  languages: Language;
  runs: Run;
  judgements: Judgement;
  assessments: AssessmentAttributes;
  invitations: InvitationAttributes;
  "invitation-imports": InvitationImport;
  attempts: AttemptAttributes;
  answers: AnswerAttributes;
  documents: Document;
  submissions: SubmissionAttributes;
  activities: ActivityAttributes;
  mails: Mail;
}

export type ResourceType = keyof AttributesOf;
