/** Generated from the API's document by make gen: change that one. */

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ActivitiesAttributes: {
            /** @description Empty when it is about the attempt as a whole */
            readonly answerId: string;
            /** Format: date-time */
            readonly at: string;
            /** @description What the kind says of itself */
            readonly data: {
                [key: string]: unknown;
            };
            /**
             * @description item: turned to a problem
             * @enum {string}
             */
            readonly kind: "opened" | "started" | "item" | "language" | "paste" | "absence" | "run" | "submission" | "judged" | "finished";
            /**
             * Format: int64
             * @description Counts the attempt's activities from 1
             */
            readonly number: number;
        };
        AnswersAttributes: {
            /** @enum {string} */
            readonly difficulty: "easy" | "medium" | "hard";
            /** @description Of the chosen language; empty before it is opened */
            readonly documentId: string;
            /** @description Hidden test groups, with what each gives here */
            readonly groups: components["schemas"]["Group"][];
            /** @description The one worked in; the candidate chooses it */
            language: string;
            /** @description Allowed language ids; empty: all */
            readonly languages: string[];
            readonly limits: components["schemas"]["AssessmentsLimits"];
            /**
             * Format: double
             * @description What the problem gives in this assessment
             */
            readonly points: number;
            /** Format: int64 */
            readonly position: number;
            /** @description Staff only: which problem it was made of */
            readonly problemId?: string;
            readonly samples: components["schemas"]["Sample"][];
            /**
             * Format: double
             * @description Of the submission that counts
             */
            readonly score: number;
            readonly sectionTitle: string;
            readonly starters: components["schemas"]["Starter"][];
            /** @description Markdown with maths */
            readonly statement: string;
            /** Format: int64 */
            readonly submissionCount: number;
            readonly title: string;
            /**
             * @description Likewise; empty before one is judged
             * @enum {string}
             */
            readonly verdict: "" | "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE";
        };
        AssessmentPreviewsAttributes: {
            /** @description A candidate's, for this attempt; it ends with the rights of the session that asked. Ask again for a fresh one */
            readonly accessToken: string;
            readonly attemptId: string;
            /** Format: date-time */
            readonly expiresAt: string;
            /** @description The assessment has changed since the preview was made: restart to see it */
            readonly isStale: boolean;
        };
        AssessmentsAttributes: {
            /** @description Out of the way; changed alone it raises no revision */
            archived: boolean;
            /**
             * Format: date-time
             * @description The last moment to start; who has started keeps the full time
             */
            closesAt: string | null;
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: int64 */
            readonly finishedCount: number;
            /** @description Markdown, shown before the start */
            instructions: string;
            /** Format: int64 */
            readonly invitationCount: number;
            /** @description Language ids; empty: all that the problems allow */
            languages: string[];
            /**
             * Format: date-time
             * @description The first moment to start; null: at once
             */
            opensAt: string | null;
            /**
             * Format: double
             * @description Sum over the problems
             */
            readonly points: number;
            /**
             * @description Which submission of a problem counts
             * @default best
             * @enum {string}
             */
            scoring: "best" | "last";
            sections: components["schemas"]["Section"][];
            /** Format: int64 */
            readonly startedCount: number;
            /**
             * @description Publishing pins the problems' versions
             * @default draft
             * @enum {string}
             */
            state: "draft" | "published" | "closed";
            /**
             * Format: int64
             * @description From the candidate's start
             */
            timeLimitMinutes: number;
            title: string;
            /** Format: date-time */
            readonly updatedAt: string;
        };
        AssessmentsLimits: {
            /** Format: int64 */
            cpuTimeMs: number;
            /** Format: int64 */
            memoryKb: number;
            /** Format: int64 */
            outputKb: number;
        };
        Attempt: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            durationMs: number;
            /** @description Why it was not taken; empty when it was */
            error: string;
            /** @description The first KiB of what was answered */
            response: string;
            /**
             * Format: int64
             * @description 0 when nothing was answered
             */
            responseStatus: number;
        };
        AttemptsAttributes: {
            /**
             * Format: int64
             * @description Staff only: how often the candidate left the page for two seconds or more
             */
            readonly absences?: number;
            /** @description Only in the answer to the token, without useCookies */
            readonly accessToken?: string;
            /**
             * Format: int64
             * @description Problems with a submission
             */
            readonly answeredCount: number;
            readonly assessmentTitle: string;
            /**
             * Format: date-time
             * @description Staff only; absent while the candidate is at the page
             */
            readonly awaySince?: string;
            /** @description Staff only */
            readonly candidateEmail?: string;
            readonly candidateName: string;
            /** Format: date-time */
            readonly closesAt: string | null;
            /** Format: date-time */
            readonly endsAt: string | null;
            /** Format: date-time */
            readonly finishedAt: string | null;
            /** @description Markdown */
            readonly instructions: string;
            /** Format: int64 */
            readonly itemCount: number;
            /**
             * Format: date-time
             * @description Staff only
             */
            readonly lastActivityAt?: string;
            /** Format: double */
            readonly maxScore: number;
            /** Format: date-time */
            readonly opensAt: string | null;
            /**
             * Format: int64
             * @description Staff only: how often text from elsewhere was pasted
             */
            readonly pastes?: number;
            /** @description A line a problem, once it is started */
            readonly progress: components["schemas"]["Progress"][];
            /** @description Likewise */
            readonly refreshToken?: string;
            /**
             * Format: double
             * @description Staff only
             */
            readonly score?: number;
            /**
             * Format: int64
             * @description On the server's clock
             */
            readonly secondsLeft: number;
            /** Format: date-time */
            readonly serverTime: string;
            /** Format: date-time */
            readonly startedAt: string | null;
            /**
             * @description The candidate sets started and finished
             * @enum {string}
             */
            state: "ready" | "started" | "finished";
            /** Format: int64 */
            readonly timeLimitMinutes: number;
            /** @description The answer that the candidate has before them; empty while they are away from the page. The candidate's page sets it */
            workingOn: string;
        };
        CaptionsAttributes: {
            /** @description The name of who attached them */
            readonly author: string;
            /** Format: date-time */
            readonly createdAt: string;
            /** @description In order of their begin */
            readonly cues: components["schemas"]["Cue"][];
            /** @description The name of the file of the recording that they were made from: their zero is its begin, and who it shows says what has no speaker. Empty: they are of all of the recording */
            file: string;
            /** @description A tag such as en or pt-BR (BCP 47) */
            language: string;
            /** @description Of the interview; its state is recorded */
            recordingId: string;
        };
        ClipsAttributes: {
            /** @description The name of who asked for it */
            readonly author: string;
            /**
             * Format: int64
             * @description Once it is made
             */
            readonly bytes: number;
            /** Format: date-time */
            readonly createdAt: string;
            /**
             * @default mp4
             * @enum {string}
             */
            format: "mp4" | "webm";
            /**
             * Format: int64
             * @description After startedAt of the recording
             */
            fromMs: number;
            /**
             * Format: double
             * @description How much of it is made, 0 to 1
             */
            readonly progress: number;
            /** @description Why it failed; mostly empty */
            readonly reason: string;
            /** @description Of the interview; its state is recorded */
            recordingId: string;
            /** @enum {string} */
            readonly state: "waiting" | "making" | "made" | "failed";
            /**
             * Format: int64
             * @description 0: its end
             */
            toMs: number;
        };
        Comparison: {
            /** Format: double */
            absoluteTolerance?: number;
            caseSensitive?: boolean;
            /**
             * @default tokens
             * @enum {string}
             */
            mode: "tokens" | "exact" | "float";
            /** Format: double */
            relativeTolerance?: number;
            spaceSensitive?: boolean;
        };
        Criterion: {
            description?: string;
            name: string;
        };
        CriterionScore: {
            comment?: string;
            /** @description Its name */
            criterion: string;
            /** @description The card's own; what is sent is not kept */
            description?: string;
            /**
             * Format: int64
             * @description 1 poor, 2 fair, 3 good, 4 excellent; 0: not rated
             */
            rating?: number;
        };
        Cue: {
            /**
             * Format: int64
             * @description After startedAt of the recording
             */
            fromMs: number;
            /** @description As the captions name them; of a file of one person that one's name; may be empty */
            speaker: string;
            /** @description Plain, a line feed between its lines */
            text: string;
            /** Format: int64 */
            toMs: number;
        };
        Difference: {
            /** Format: int64 */
            column: number;
            expected: string;
            got: string;
            /** Format: int64 */
            line: number;
            reason: string;
        };
        DocumentsAttributes: {
            language: string;
            /** @description Empty: the program's only file */
            path: string;
            /** @description At that version */
            readonly text: string;
            /** Format: date-time */
            readonly updatedAt: string;
            /**
             * Format: int64
             * @description Number of edits in its log
             */
            readonly version: number;
        };
        EditAttribute: {
            /**
             * Format: date-time
             * @description On the server's clock
             */
            at: string;
            /** @description A change set of CodeMirror, as JSON */
            changes: string;
            /** @description edit; paste; or another that changes no text */
            kind: string;
            /** @description Who typed it */
            participantId: string;
        };
        Excerpt: {
            /** Format: int64 */
            bytes: number;
            text: string;
            truncated?: boolean;
        };
        FileAttributes: {
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            durationMs: number;
            /** @description Where pictures are missing; atMs after startedAt */
            gaps: components["schemas"]["Gap"][];
            hasPictures: boolean;
            hasSound: boolean;
            /** Format: int64 */
            height: number;
            /** @description Its last part at /v1/recordings/{id}/files/ */
            name: string;
            /**
             * Format: int64
             * @description How long after startedAt it begins
             */
            offsetMs: number;
            /** @description Whom it shows */
            participantId: string;
            sha256: string;
            /**
             * @description camera: with the microphone; screen: with its sound
             * @enum {string}
             */
            source: "camera" | "screen";
            /**
             * Format: int64
             * @description Of the pictures, when it has any
             */
            width: number;
        };
        Gap: {
            /** Format: int64 */
            atMs: number;
            /** Format: int64 */
            durationMs: number;
        };
        Group: {
            name: string;
            /** Format: double */
            points: number;
        };
        GroupOutcome: {
            /** Format: double */
            earned: number;
            name: string;
            parent?: string;
            /** Format: double */
            points: number;
            sample?: boolean;
            tests: components["schemas"]["TestOutcome"][];
            /** @enum {string} */
            verdict: "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE" | "SK";
        };
        InterviewBoardsAttributes: {
            /** @description Those of now, as Excalidraw has them: index says what lies over what */
            readonly elements: unknown[];
            /**
             * Format: int64
             * @description Of the last drawing that is in it; 0 when nobody has drawn. Those behind it are listed with filter[number][after]
             */
            readonly number: number;
        };
        InterviewDrawingsAttributes: {
            /**
             * Format: date-time
             * @description On the server's clock
             */
            readonly at: string;
            /** @description Whole elements as Excalidraw has them; of what is sent those that were newer than what was there. Who may not see the replay reads those that are on the board as they were drawn then, and of one that was deleted that it was */
            elements: unknown[];
            /**
             * Format: int64
             * @description In the log of the board; of a drawing in which nothing was newer that of the last one
             */
            readonly number: number;
            /** @description Who drew */
            readonly participantId: string;
        };
        InterviewEntriesAttributes: {
            /** @description Without useCookies */
            readonly accessToken?: string;
            readonly interviewId: string;
            readonly participantId: string;
            /** @description Likewise */
            readonly refreshToken?: string;
        };
        InterviewFileLogsAttributes: {
            /**
             * Format: date-time
             * @description When that version came about
             */
            readonly at: string;
            /** @description Those that follow it, at most 2000: ask for the next with fromVersion */
            readonly edits: components["schemas"]["EditAttribute"][];
            /**
             * Format: int64
             * @description The version at which what is read here begins
             */
            readonly fromVersion: number;
            /** @description The last one */
            readonly language: string;
            /** @description The last one that it had */
            readonly path: string;
            /** @description At that version */
            readonly text: string;
            /**
             * Format: int64
             * @description Number of edits in the whole log
             */
            readonly version: number;
        };
        InterviewFilesAttributes: {
            /** @description Another one leaves the text as it is: make another file to begin with another starter */
            language: string;
            path: string;
            /** @description At that version */
            readonly text: string;
            /** Format: date-time */
            readonly updatedAt: string;
            /**
             * Format: int64
             * @description Number of edits in its log
             */
            readonly version: number;
        };
        InterviewLinksAttributes: {
            /** @description It takes the place of the link before, which opens nothing any more */
            readonly link: string;
        };
        InterviewMessagesAttributes: {
            /** Format: date-time */
            readonly at: string;
            /**
             * @default all
             * @enum {string}
             */
            audience: "all" | "interviewers";
            /** @description Of who sent it */
            readonly name: string;
            readonly participantId: string;
            text: string;
        };
        InterviewParticipantsAttributes: {
            /**
             * @description To being recorded; empty until it was asked for
             * @enum {string}
             */
            readonly consent: "" | "given" | "refused";
            /** @description Staff only; needed to invite somebody */
            email?: string;
            /** @description In the lobby or in the room at this moment */
            readonly here: boolean;
            /** @description Only in the answer that made it; the mail has it too */
            readonly link?: string;
            /** @description Of the organization: came without a link */
            readonly member: boolean;
            name: string;
            /**
             * @description An observer sees and hears, and is seen in the list of those present
             * @default candidate
             * @enum {string}
             */
            role: "candidate" | "interviewer" | "observer";
            /** @description The member who asks; guests are told of their own when they come in */
            readonly self: boolean;
            /**
             * @description Whoever holds the interview sets admitted and removed
             * @default invited
             * @enum {string}
             */
            state: "invited" | "waiting" | "admitted" | "removed";
        };
        InterviewProblemsAttributes: {
            readonly difficulty: string;
            /** @description Ids; empty: all */
            readonly languages: string[];
            readonly limits: components["schemas"]["ProblemLimits"];
            /** Format: int64 */
            position: number;
            /** Format: uuid */
            problemId: string;
            readonly samples: components["schemas"]["ProblemSample"][];
            /** @description To candidates and observers; the first time pins the version that is published then */
            shown: boolean;
            readonly starters: components["schemas"]["ProblemStarter"][];
            /** @description Markdown with maths */
            readonly statement: string;
            readonly title: string;
            /** @description Empty until it is shown for the first time */
            readonly versionId: string;
        };
        InterviewReactionsAttributes: {
            /** Format: date-time */
            readonly at: string;
            /**
             * @description ✋ asks to speak
             * @enum {string}
             */
            emoji: "👍" | "👏" | "😀" | "🎉" | "❤️" | "✋";
            /** @description Of who reacts */
            readonly name: string;
            readonly participantId: string;
        };
        InterviewSessionsAttributes: {
            /** @description Where the provider is reached: a path here, or a URL */
            readonly address?: string;
            /**
             * @description To being recorded; needed each time when the interview is to be recorded
             * @enum {string}
             */
            consent: "" | "given" | "refused";
            /**
             * Format: date-time
             * @description Until when the token lets its holder connect
             */
            readonly expiresAt?: string;
            /** @description Whether one may admit, remove, show problems, set the timer and end it for all */
            readonly holds: boolean;
            readonly participantId: string;
            /** @description Of video: livekit or chime; absent while waiting, and where there is no video */
            readonly provider?: string;
            /** @enum {string} */
            readonly role: "candidate" | "interviewer" | "observer";
            /**
             * @description waiting: ask again once the interview's events tell that you are admitted
             * @enum {string}
             */
            readonly state: "invited" | "waiting" | "admitted" | "removed";
            /** @description A name of the page's own making, the same while it is open */
            tab: string;
            readonly token?: string;
        };
        InterviewTemplatesAttributes: {
            /** @description Markdown, shown to all who take part */
            agenda: string;
            /**
             * Format: int64
             * @default 60
             */
            durationMinutes: number;
            /** @description One of its own in the organization */
            name: string;
            /** @description Of published problems, in the order in which interviewers find them. An interview gets them one by one (interview-problems) */
            problemIds: string[];
            recorded: boolean;
            /** @description What scorecards rate; empty takes the standard one */
            rubric: components["schemas"]["Criterion"][];
            /** Format: date-time */
            readonly updatedAt: string;
        };
        InterviewTerminalsAttributes: {
            /** @description In their order; the first 512 KiB are kept */
            readonly outputs: components["schemas"]["TerminalOutputAttribute"][];
        };
        InterviewWorkspacesAttributes: {
            /** @description Candidates read the files, and do not write */
            locked: boolean;
            /** Format: date-time */
            readonly serverTime: string;
            /**
             * Format: date-time
             * @description While it runs, on the server's clock
             */
            readonly timerEndsAt: string | null;
            /**
             * Format: int64
             * @description What the timer is set to; a change of it counts at once
             */
            timerSeconds: number;
            /**
             * Format: double
             * @description When this was read
             */
            readonly timerSecondsLeft: number;
            /**
             * @description Set by whoever holds the interview; stopped resets it
             * @default stopped
             * @enum {string}
             */
            timerState: "stopped" | "running" | "paused";
        };
        InterviewsAttributes: {
            /** @description Markdown, shown to all who take part */
            agenda: string;
            /** @description The attempt at an assessment that it is to talk about. Not for guests */
            attemptId?: string;
            /**
             * Format: date-time
             * @description Not for guests; who decided is in the timeline
             */
            readonly decidedAt?: string;
            /**
             * @description Once the interview has begun; empty takes it back. Not for guests
             * @enum {string}
             */
            decision?: "" | "advance" | "reject" | "hold";
            /** @description Markdown: why. Not for guests */
            decisionText?: string;
            /** Format: int64 */
            durationMinutes: number;
            /** Format: date-time */
            readonly endedAt: string | null;
            /** @description Everybody is asked whether they agree to a recording before they enter, and those who do are. Refused where there is no video */
            recorded: boolean;
            /** @description What scorecards rate; empty takes the standard one. Cards that were begun keep theirs. Not for guests */
            rubric?: components["schemas"]["Criterion"][];
            /** Format: date-time */
            readonly serverTime: string;
            /** Format: date-time */
            readonly startedAt: string | null;
            /** Format: date-time */
            startsAt: string;
            /**
             * @description It becomes live when an interviewer enters
             * @default scheduled
             * @enum {string}
             */
            state: "scheduled" | "live" | "ended" | "cancelled";
            /**
             * @description Of the IANA database: in mails and calendars the time is told in it
             * @default UTC
             */
            timeZone: string;
            title: string;
        };
        InvitationImportsAttributes: {
            /** Format: int64 */
            readonly created: number;
            readonly invitations: components["schemas"]["InvitationMade"][];
            /** @description Lines that could not be read */
            readonly problems: components["schemas"]["PersonLine"][];
            /**
             * Format: int64
             * @description Lines of people who stand in an earlier one, or are invited already
             */
            readonly skipped: number;
        };
        InvitationLinksAttributes: {
            /** @description It opens the same attempt as the links before, which stay good */
            readonly link: string;
            /** @description Send the candidate the mail again, with this link; three times an hour at most */
            mailed: boolean;
        };
        InvitationMade: {
            email: string;
            id: string;
            link: string;
            name: string;
        };
        InvitationPreviewsAttributes: {
            /** @description In the order of the text; a line of several addresses is told of once for each */
            readonly lines: components["schemas"]["PersonLine"][];
        };
        InvitationsAttributes: {
            readonly attemptId?: string;
            email: string;
            /** @description Only in the answer that made it; the mail has it too */
            readonly link?: string;
            name: string;
            /** Format: date-time */
            readonly sentAt: string;
            /** @enum {string} */
            readonly state: "sent" | "opened" | "started" | "finished" | "revoked";
        };
        Item: {
            /** @description The problem's, for display */
            difficulty?: string;
            /** @description Given by the server */
            id?: string;
            /**
             * Format: double
             * @description The problem's maximum score, for display
             */
            maxScore?: number;
            /**
             * Format: double
             * @description What the problem gives here: more than 0, at most 10000, two decimals at most. Scores are scaled to it. null: the problem's maximum score
             */
            ownPoints?: number | null;
            /**
             * Format: double
             * @description What the problem gives here, for display: ownPoints or maxScore
             */
            points?: number;
            /** Format: uuid */
            problemId: string;
            /** @description Pinned when the assessment is published */
            problemVersionId?: string;
            /** @description The problem's, for display */
            title?: string;
        };
        JudgementProgress: {
            /** Format: int64 */
            done: number;
            group: string;
            /** Format: int64 */
            total: number;
        };
        JudgementsAttributes: {
            readonly compileOutput: string;
            readonly compiler: string;
            /**
             * Format: int64
             * @description Of the slowest test
             */
            readonly cpuTimeMs: number;
            /** @description What went wrong, for JE */
            readonly detail: string;
            /** Format: date-time */
            readonly finishedAt: string | null;
            /** @description Of the test that decided the verdict; of AC and CE there is none */
            readonly group: string;
            readonly groups: components["schemas"]["GroupOutcome"][];
            readonly language: string;
            /** @description Those that held in this language */
            readonly limits: components["schemas"]["Limits"];
            /** Format: double */
            readonly maxScore: number;
            /** Format: int64 */
            readonly memoryKb: number;
            /**
             * Format: int64
             * @description While it is queued, and read by itself: about how many are begun before it, and itself
             */
            readonly position?: number;
            /** @description While it is judged */
            progress?: components["schemas"]["JudgementProgress"] | null;
            /** Format: date-time */
            readonly queuedAt: string;
            /**
             * Format: int64
             * @description Judging again is the next round
             */
            readonly round: number;
            /** Format: double */
            readonly score: number;
            /** Format: date-time */
            readonly startedAt: string | null;
            /** @enum {string} */
            readonly state: "queued" | "judging" | "finished" | "cancelled";
            readonly subjectId: string;
            /** @enum {string} */
            readonly subjectKind: "submission" | "reference";
            /** @description That decided the verdict */
            readonly test: string;
            /**
             * @description Empty until it is finished
             * @enum {string}
             */
            readonly verdict: "" | "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE";
            /** Format: int64 */
            readonly wallTimeMs: number;
        };
        Lane: {
            name: string;
            /** Format: double */
            oldestSeconds: number;
            /** Format: double */
            waiting: number;
        };
        LanguageLimits: {
            /** Format: int64 */
            cpuTimeMs?: number;
            /** Format: int64 */
            memoryKb?: number;
            /** Format: int64 */
            outputKb?: number;
            /** Format: int64 */
            wallTimeMs?: number;
        };
        LanguageState: {
            id: string;
            name: string;
            /** @description Of a worker that has it not, or not whole; empty when all have it */
            problem: string;
            /** @description That workers have; more than one: a program may meet either */
            versions: string[];
            /**
             * Format: int64
             * @description That have it
             */
            workers: number;
        };
        LanguagesAttributes: {
            /** @description Whether a worker has it */
            readonly available: boolean;
            /** @description What a run may ask of the compiler: regular expressions that match a whole flag */
            readonly compilerFlags: string[];
            /** @description Mode of the code editor */
            readonly editor: string;
            readonly fileName: string;
            /** @description A first program */
            readonly hello: string;
            /** @description How to get it, when it is not available */
            readonly install: string;
            readonly name: string;
            /** @description Of the compiler or interpreter; empty when it is not available */
            readonly version: string;
        };
        Limits: {
            /** Format: int64 */
            cpuTimeMs?: number;
            languageFactors?: boolean;
            languages?: {
                [key: string]: components["schemas"]["LanguageLimits"];
            };
            /** Format: int64 */
            memoryKb?: number;
            /** Format: int64 */
            outputKb?: number;
            /** Format: int64 */
            wallTimeMs?: number;
        };
        Load: {
            /**
             * Format: double
             * @description That run now
             */
            attempts: number;
            /** @description Whether a process carries the video of interviews */
            hasVideo: boolean;
            /**
             * Format: double
             * @description How long the oldest of them has waited
             */
            mailsOldestSeconds: number;
            /** Format: double */
            mailsWaiting: number;
            /**
             * Format: double
             * @description Messages that wait to be sent to the queue
             */
            outboxWaiting: number;
            /**
             * Format: double
             * @description Interviews that are being recorded
             */
            recordings: number;
            /** Format: double */
            requestsUnderWay: number;
            /**
             * Format: double
             * @description WebSockets that are open
             */
            sockets: number;
            /**
             * Format: double
             * @description Event streams that are open
             */
            streams: number;
            /** Format: double */
            videoParticipants: number;
            /** Format: double */
            videoRooms: number;
        };
        MemberInvitationPreviewsAttributes: {
            /** @description Whom the invitation was sent to */
            readonly email: string;
            /** Format: date-time */
            readonly expiresAt: string;
            /** @description There is an account with the address: its password is asked for */
            readonly hasAccount: boolean;
            /** @description The name of who invited */
            readonly invitedBy: string;
            /** @description Of the account; empty without one */
            readonly name: string;
            readonly organizationName: string;
            /** @enum {string} */
            readonly role: "owner" | "admin" | "author" | "recruiter" | "interviewer";
        };
        MemberInvitationsAttributes: {
            /** Format: date-time */
            readonly createdAt: string;
            email: string;
            /** Format: date-time */
            readonly expiresAt: string;
            /** @enum {string} */
            role: "owner" | "admin" | "author" | "recruiter" | "interviewer";
            /** @enum {string} */
            readonly state: "pending" | "expired";
        };
        MembershipsAttributes: {
            readonly email: string;
            /** Format: date-time */
            readonly joinedAt: string;
            readonly name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "author" | "recruiter" | "interviewer";
        };
        NotesAttributes: {
            /**
             * Format: date-time
             * @description The moment that it is about, on the server's clock like startedAt of the interview, and not before that
             */
            readonly at: string;
            /** @description Theirs */
            readonly name: string;
            /** @description Whose it is, to change and to remove */
            readonly participantId: string;
            /** @description Markdown */
            text: string;
        };
        OperationsAttributes: {
            /**
             * Format: date-time
             * @description When this was put together
             */
            readonly at: string;
            /** @description Those of the workers that tell how they are */
            readonly languages: components["schemas"]["LanguageState"][];
            /** @description Of all processes together */
            readonly load: components["schemas"]["Load"];
            /** @description The modules of the product, the queue between them, and a video server elsewhere */
            readonly parts: components["schemas"]["Part"][];
            /** @description The last warnings and errors, the newest first */
            readonly problems: components["schemas"]["ReportedProblem"][];
            /** @description Those that have run longest first */
            readonly processes: components["schemas"]["Process"][];
            /** @description What waits for workers; empty while no process of execution tells */
            readonly queue: components["schemas"]["Lane"][];
            readonly workers: components["schemas"]["WorkerState"][];
        };
        OrganizationsAttributes: {
            /** Format: date-time */
            readonly createdAt: string;
            /** @description At most 120 characters after trimming */
            name: string;
        };
        Part: {
            name: string;
            /**
             * Format: int64
             * @description That run it, silent ones too
             */
            processes: number;
            /** @description Why it is not ready; empty when it is */
            reason: string;
            /**
             * @description degraded: some of its processes are not ready; silent: none tells how it is any more; missing: none was heard of
             * @enum {string}
             */
            state: "ready" | "degraded" | "failing" | "silent" | "missing";
        };
        PasswordResetPreviewsAttributes: {
            /** @description Of the account */
            readonly email: string;
            /** Format: date-time */
            readonly expiresAt: string;
        };
        PersonLine: {
            /** @description Why it is merged or refused */
            detail: string;
            /** @description In the form in which it is stored; empty when refused */
            email: string;
            /**
             * Format: int64
             * @description Number of the line where it begins, from 1
             */
            line: number;
            name: string;
            /** @enum {string} */
            result: "invited" | "merged" | "refused";
            /** @description Its beginning */
            text: string;
        };
        ProblemLimits: {
            /** Format: int64 */
            cpuTimeMs: number;
            /** Format: int64 */
            memoryKb: number;
            /** Format: int64 */
            outputKb: number;
        };
        ProblemSample: {
            answer: string;
            explanation?: string;
            input: string;
            name: string;
        };
        ProblemStarter: {
            language: string;
            source: string;
        };
        ProblemVersionsAttributes: {
            /** @enum {string} */
            readonly difficulty: "easy" | "medium" | "hard";
            /** @description The hidden groups */
            readonly groups: components["schemas"]["Group"][];
            /** @description How it is judged: of one version that was asked for, to who may see hidden tests */
            judging?: components["schemas"]["VersionJudging"] | null;
            readonly languages: string[];
            readonly limits: components["schemas"]["ProblemsLimits"];
            /** Format: int64 */
            readonly number: number;
            /** Format: double */
            readonly points: number;
            /** Format: date-time */
            readonly publishedAt: string;
            readonly samples: components["schemas"]["Sample"][];
            readonly starters: components["schemas"]["Starter"][];
            readonly statement: string;
            readonly tags: string[];
            readonly title: string;
        };
        ProblemsAttributes: {
            /** @description Out of the way; changed alone it raises no revision */
            archived: boolean;
            /** @description How an output is compared with the answer */
            comparison: components["schemas"]["Comparison"];
            /**
             * Format: int64
             * @description Processor time of one test
             * @default 1000
             */
            cpuTimeMs: number;
            /** @enum {string} */
            difficulty: "easy" | "medium" | "hard";
            /** @description Multiply the processor time by the language's own factor */
            languageFactors: boolean;
            /** @description Ids of the allowed languages; empty allows all */
            languages: string[];
            /**
             * Format: int64
             * @default 262144
             */
            memoryKb: number;
            /**
             * Format: int64
             * @default 16384
             */
            outputKb: number;
            /**
             * Format: double
             * @description Of all groups
             */
            readonly points: number;
            /**
             * Format: int64
             * @description Of the draft; raised by every change of it, its groups, tests and references
             */
            readonly revision: number;
            /** @description a-z, 0-9 and hyphens; made of the title when left out */
            slug: string;
            /** @description What an editor begins with */
            starters: components["schemas"]["Starter"][];
            /**
             * @description changed: the draft differs from the last version
             * @enum {string}
             */
            readonly state: "draft" | "published" | "changed";
            /** @description Markdown, with maths between dollar signs */
            statement: string;
            tags: string[];
            /** Format: int64 */
            readonly testCount: number;
            /** @description Unique in the organization */
            title: string;
            /** Format: date-time */
            readonly updatedAt: string;
            /** @description Decides in the place of the comparison; null is none */
            validator: components["schemas"]["Validator"] | null;
            /** @description Whether every reference solution did what is expected on this revision */
            readonly verified: boolean;
        };
        ProblemsLimits: {
            /** Format: int64 */
            cpuTimeMs: number;
            /** Format: int64 */
            memoryKb: number;
            /** Format: int64 */
            outputKb: number;
        };
        Process: {
            commit: string;
            /**
             * Format: double
             * @description Of the file system of its data folder
             */
            diskFreeBytes: number;
            /** Format: double */
            diskSizeBytes: number;
            goVersion: string;
            /** Format: int64 */
            goroutines: number;
            host: string;
            id: string;
            /**
             * Format: double
             * @description Of the process
             */
            memoryBytes: number;
            /**
             * Format: double
             * @description That these have
             */
            memoryLimitBytes: number;
            /**
             * Format: double
             * @description Of its host, or of the container that it is in
             */
            memoryUsedBytes: number;
            services: string[];
            /** @description Those in force */
            settings: components["schemas"]["Setting"][];
            /** @description It tells nothing any more: this is how it was */
            silent: boolean;
            /** Format: date-time */
            startedAt: string;
            /**
             * Format: date-time
             * @description When it told how it is, by the clock of the process that answers
             */
            toldAt: string;
            units: components["schemas"]["Unit"][];
            version: string;
        };
        Program: {
            args?: string[];
            /** @description The file to start, when there are several */
            entry?: string;
            /** @description Lists leave the sources out */
            files: components["schemas"]["SourceFile"][];
            /** @description Id of a language */
            language: string;
            /**
             * @description How it is called and answers: as Kattis output validators are (exit code 42 or 43), or as testlib's checkers and interactors
             * @enum {string}
             */
            protocol: "kattis" | "testlib";
        };
        Progress: {
            answerId: string;
            language: string;
            /** Format: double */
            points: number;
            /**
             * Format: double
             * @description Staff only
             */
            score?: number;
            /** Format: int64 */
            submissionCount: number;
            title: string;
            /**
             * @description Of the submission that counts; empty before one is judged
             * @enum {string}
             */
            verdict: "" | "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE";
        };
        RecordingsAttributes: {
            /** Format: date-time */
            readonly endedAt: string | null;
            /** @description Once it is recorded: one for each person's camera and microphone, and one for each screen */
            readonly files: components["schemas"]["FileAttributes"][];
            /** @description On hold: neither its age nor anybody removes it */
            held: boolean;
            /**
             * Format: date-time
             * @description When its age removes it; null: that will not happen
             */
            readonly keptUntil: string | null;
            /** @description Why it failed, or is not stored yet; mostly empty */
            readonly reason: string;
            /** Format: date-time */
            readonly removedAt: string | null;
            /** @description The name of who removed it, at that time; empty when its time was over */
            readonly removedBy: string;
            /**
             * Format: date-time
             * @description On the server's clock, as all of the interview: the zero of its files
             */
            readonly startedAt: string;
            /**
             * @description recorded: its files were looked through, stored and read back; removed: they are gone, and this is what is left
             * @enum {string}
             */
            readonly state: "recording" | "verifying" | "recorded" | "failed" | "removing" | "removed";
        };
        ReferenceSolutionsAttributes: {
            /**
             * @description What a verification must find
             * @enum {string}
             */
            expectedVerdict: "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE";
            /** @description Id of a language */
            language: string;
            /** @description Unique in the problem */
            name: string;
            source: string;
        };
        RegistrationPreviewsAttributes: {
            /** @description Whom the mail was sent to */
            readonly email: string;
            /** Format: date-time */
            readonly expiresAt: string;
        };
        RejudgingChange: {
            judgementId: string;
            /** Format: double */
            score: number;
            /** Format: double */
            scoreBefore: number;
            subjectId: string;
            /** @enum {string} */
            verdict: "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE";
            /** @enum {string} */
            verdictBefore: "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE";
        };
        RejudgingsAttributes: {
            /** @description Judge all submissions of the assessment again */
            assessmentId?: string;
            /**
             * Format: int64
             * @description Rounds with another verdict or score than the one before
             */
            readonly changed: number;
            /** @description The first 200 of these, when it is read by itself */
            readonly changes: components["schemas"]["RejudgingChange"][];
            /** Format: date-time */
            readonly createdAt: string;
            /** Format: int64 */
            readonly finished: number;
            /** @description Judge its subject again: the next round */
            judgementId?: string;
            /** @description Judge all submissions to this version of a problem again */
            problemVersionId?: string;
            /** @enum {string} */
            readonly state: "preparing" | "judging" | "finished";
            /**
             * Format: int64
             * @description Rounds that were queued so far
             */
            readonly total: number;
        };
        ReportedProblem: {
            /** Format: date-time */
            at: string;
            code?: string;
            error?: string;
            host: string;
            judgement?: string;
            language?: string;
            level: string;
            message: string;
            /** @description Its id */
            process: string;
            request?: string;
            route?: string;
            run?: string;
            service?: string;
            status?: string;
            subject?: string;
            trace?: string;
            unit?: string;
        };
        RunOutput: {
            /**
             * Format: double
             * @description Milliseconds since the program's start
             */
            atMs: number;
            /** @enum {string} */
            stream: "stdout" | "stderr";
            text: string;
        };
        RunsAttributes: {
            /** @description What this run tries: the answer of the attempt, or the problem of the interview */
            answerId?: string;
            /** @description Implied for candidates */
            attemptId?: string;
            readonly compileOutput: string;
            /** Format: double */
            readonly compileTimeMs: number;
            /** Format: double */
            readonly cpuTimeMs: number;
            readonly detail: string;
            /** @description Of a sample: where the output and the answer part first */
            difference?: components["schemas"]["Difference"] | null;
            /** Format: int64 */
            documentVersion?: number;
            /**
             * Format: int64
             * @description Of a program that ended by itself
             */
            readonly exitCode: number;
            /** @description Whether it has a terminal */
            readonly interactive: boolean;
            /** @description Implied for guests of an interview; who may hold interviews names the one they are in, and all who are there see the run */
            interviewId?: string;
            /** @description Id of a language */
            language: string;
            /**
             * Format: int64
             * @description At most, at any time
             */
            readonly memoryKb: number;
            /** @description Of a sample: what the problem's validator says */
            readonly message: string;
            /** @description Both streams in the order in which they were written; empty of a terminal, whose stdout is the order */
            readonly output: components["schemas"]["RunOutput"][];
            /** @description That ended it, such as SIGSEGV */
            readonly signal: string;
            /**
             * @description From ok on, it has ended
             * @enum {string}
             */
            readonly status: "queued" | "compiling" | "running" | "ok" | "failed" | "signalled" | "cpu_limit" | "wall_limit" | "memory_limit" | "output_limit" | "idle_limit" | "cancelled" | "compile_error" | "not_started" | "internal_error";
            readonly stderr: string;
            /** @description Of a terminal: the last it showed */
            readonly stdout: string;
            /** @description Whether more was written than is shown */
            readonly truncated: boolean;
            /**
             * @description Of a sample; otherwise empty
             * @enum {string}
             */
            readonly verdict: "" | "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE";
            /** Format: double */
            readonly wallTimeMs: number;
        };
        Sample: {
            answer: string;
            explanation?: string;
            group?: string;
            input: string;
            name: string;
        };
        ScorecardsAttributes: {
            /** @description Theirs */
            readonly name: string;
            /** @description Whose it is */
            readonly participantId: string;
            /**
             * @description Needed to submit the card
             * @enum {string}
             */
            recommendation: "" | "strong_no" | "no" | "yes" | "strong_yes";
            /** @description Of the criteria that the interview had when the card was begun, in their order */
            scores: components["schemas"]["CriterionScore"][];
            /**
             * @description A draft is seen by its author alone. Once submitted, a card stays as it is, and its author sees those of the others
             * @default draft
             * @enum {string}
             */
            state: "draft" | "submitted";
            /** Format: date-time */
            readonly submittedAt: string | null;
            /** @description Markdown */
            text: string;
            /** Format: date-time */
            readonly updatedAt: string;
        };
        Section: {
            /** @description Given by the server */
            id?: string;
            items: components["schemas"]["Item"][];
            title: string;
        };
        SessionsAttributes: {
            /** Format: date-time */
            readonly accessExpiresAt?: string;
            readonly accessToken?: string;
            /** @description A candidate's only attempt */
            readonly attemptId?: string;
            /** Format: date-time */
            readonly createdAt: string;
            /** @description With cookies: to be sent as X-CSRF-Token with every change */
            readonly csrfToken?: string;
            /** @description The organization shows off sample data, and keeps its mails in place of sending them */
            readonly demo: boolean;
            /** @description The browser's or program's name for itself */
            readonly device: string;
            /** @description Of the person */
            email: string;
            /**
             * Format: date-time
             * @description No refresh reaches beyond
             */
            readonly expiresAt: string;
            /** @description The session that asks */
            readonly isCurrent: boolean;
            /** @enum {string} */
            readonly kind: "member" | "candidate" | "guest";
            readonly name: string;
            /** @description The organization the session is for; on sign-in, for people with several */
            organizationId: string;
            readonly organizationName: string;
            readonly permissions: ("session:own" | "organization:read" | "organization:manage" | "members:read" | "members:manage" | "problems:read" | "tests:read" | "problems:write" | "runs:create" | "judgements:read" | "judgements:manage" | "webhooks:manage" | "assessments:read" | "assessments:write" | "attempts:read" | "attempt:take" | "interviews:read" | "interviews:write" | "interviews:hold" | "interview:take" | "recordings:manage" | "operations:read")[];
            /** Format: date-time */
            readonly refreshExpiresAt?: string;
            readonly refreshToken?: string;
            /** @enum {string} */
            readonly role: "owner" | "admin" | "author" | "recruiter" | "interviewer" | "candidate" | "guest";
            /**
             * Format: date-time
             * @description Last sign-in or refresh
             */
            readonly usedAt: string;
            readonly userId?: string;
        };
        Setting: {
            /**
             * @description Where the value comes from; derived: it follows from others
             * @enum {string}
             */
            from: "flag" | "variable" | "file" | "default" | "derived";
            /** @description The flag's, without its dashes */
            name: string;
            /** @description Of a secret "set", or empty */
            value: string;
        };
        SourceFile: {
            path: string;
            source?: string;
        };
        Starter: {
            language: string;
            source: string;
        };
        SubmissionGroup: {
            /** Format: double */
            earned: number;
            name: string;
            /** Format: double */
            points: number;
            /** @enum {string} */
            verdict: "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE" | "SK";
        };
        SubmissionLimits: {
            /** Format: int64 */
            cpuTimeMs: number;
            /** Format: int64 */
            memoryKb: number;
            /** Format: int64 */
            wallTimeMs: number;
        };
        SubmissionSample: {
            /** Format: int64 */
            cpuTimeMs: number;
            detail?: string;
            difference?: components["schemas"]["Difference"];
            /** Format: int64 */
            exitCode: number;
            /** @description The one it met: cpu, wall, memory or output */
            limit?: string;
            /** Format: int64 */
            memoryKb: number;
            /** @description What the problem's validator tells candidates */
            message?: string;
            name: string;
            /**
             * Format: int64
             * @description Of a test with several passes
             */
            passes?: number;
            /**
             * Format: int64
             * @description How often it was run, when more than once: its time was near the limit, and the best counts
             */
            runs?: number;
            signal?: string;
            stderr?: string;
            stdout?: string;
            /** @enum {string} */
            verdict: "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE" | "SK";
            /** Format: int64 */
            wallTimeMs: number;
        };
        SubmissionsAttributes: {
            readonly compileOutput: string;
            /** Format: date-time */
            readonly createdAt: string;
            /**
             * Format: int64
             * @description Version of the answer's document to judge
             */
            documentVersion: number;
            /** @description Hidden groups: the verdict of each, and no more */
            readonly groups: components["schemas"]["SubmissionGroup"][];
            /** Format: date-time */
            readonly judgedAt: string | null;
            /** @description Staff only: with every test */
            readonly judgementId?: string;
            readonly language: string;
            /** @description Those that held in its language; zero where they are not known */
            readonly limits: components["schemas"]["SubmissionLimits"];
            /**
             * Format: double
             * @description The most there is: what the problem gives in this assessment
             */
            readonly points: number;
            /**
             * Format: int64
             * @description While it is queued, and read by itself or in a stream: about how many are begun before it, and itself; left out when that is not known
             */
            readonly position?: number;
            readonly samples: components["schemas"]["SubmissionSample"][];
            /** Format: double */
            readonly score: number;
            readonly source: string;
            /** @enum {string} */
            readonly state: "queued" | "judging" | "judged" | "cancelled";
            /**
             * @description Empty until judged
             * @enum {string}
             */
            readonly verdict: "" | "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE";
        };
        TerminalOutputAttribute: {
            /**
             * Format: int64
             * @description Milliseconds since the startedAt of the timeline's entry
             */
            atMs: number;
            /** @description Bytes as a terminal takes them, in base64; it goes on where the one before it ended, also within a character */
            data: string;
        };
        TestGroupsAttributes: {
            /**
             * @description What it earns: its points when all its tests and the groups in it are accepted, the sum of what they earn, the least or the most
             * @default all
             * @enum {string}
             */
            aggregation: "all" | "sum" | "min" | "max";
            /** @description Unique in the problem; candidates see it */
            name: string;
            /** @description Id of the group it is in; empty for none */
            parentId: string;
            /**
             * Format: double
             * @description Earned when every test of the group is accepted
             */
            points: number;
            /**
             * Format: int64
             * @description Order in the problem; last when left out
             */
            position: number | null;
            /** @description Ids of groups that must be accepted, or this one is skipped */
            requiredIds: string[];
            /** @description Candidates see the tests of a sample group whole */
            sample: boolean;
            /** @description Of the problem's validator for the tests of this group, or without one the flags of the formats' default validator; empty takes the problem's own */
            validatorArgs: string[];
        };
        TestOutcome: {
            /** Format: int64 */
            cpuTimeMs: number;
            detail?: string;
            difference?: components["schemas"]["Difference"];
            /** Format: double */
            earned?: number;
            /** Format: int64 */
            exitCode: number;
            judgeMessage?: components["schemas"]["Excerpt"];
            limit?: string;
            /** Format: int64 */
            memoryKb: number;
            name: string;
            output?: components["schemas"]["Excerpt"];
            /** Format: int64 */
            passes?: number;
            /** Format: int64 */
            runs?: number;
            signal?: string;
            stderr?: components["schemas"]["Excerpt"];
            /** Format: double */
            stretch?: number;
            teamMessage?: components["schemas"]["Excerpt"];
            /** @enum {string} */
            verdict: "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE" | "SK";
            /** Format: int64 */
            wallTimeMs: number;
        };
        TestsAttributes: {
            /** @description What is expected, stored like the input; lists give the first 64 KiB, the test itself all of it */
            answer: string;
            /** Format: int64 */
            readonly answerBytes: number;
            /** @description Of the program */
            args: string[];
            /** @description Shown beside a sample */
            explanation: string;
            /** @description What the program reads: stored without a byte order mark, its lines ending with LF; lists give the first 64 KiB, the test itself all of it */
            input: string;
            /** Format: int64 */
            readonly inputBytes: number;
            /** @description Unique in the group */
            name: string;
            /**
             * Format: double
             * @description The most it earns, where its group adds up or takes the least
             */
            points: number;
            /**
             * Format: int64
             * @description Order in the group; last when left out
             */
            position: number | null;
            /** @description Whether this answer lacks a part of the input or the answer */
            readonly truncated: boolean;
        };
        TimelineEntriesAttributes: {
            /**
             * Format: date-time
             * @description On the server's clock; of who left without a word when they were seen last
             */
            readonly at: string;
            /**
             * @description Who was told of it
             * @enum {string}
             */
            readonly audience: "all" | "interviewers";
            /** @description What the kind tells; of run-ended and terminal-ended the source and the output */
            readonly data: {
                [key: string]: unknown;
            };
            /** @description message, reaction, problem, file, lock, timer, run, run-ended, terminal, terminal-ended, drawing, recording, retention, note, scorecard, decision, joined or left */
            readonly kind: string;
            /** @description Theirs, at that time */
            readonly name: string;
            /** @description Who did it; empty when nobody who takes part did */
            readonly participantId: string;
            /** @description The id of what it is about; of a file that of its log */
            readonly subject: string;
        };
        Unit: {
            name: string;
            ready: boolean;
            reason?: string;
        };
        UsagesAttributes: {
            /** Format: int64 */
            readonly limit: number;
            /** @enum {string} */
            readonly name: "mails" | "judgings" | "runs" | "bytes";
            /**
             * Format: date-time
             * @description When it is counted anew; null: never
             */
            readonly resetsAt: string | null;
            /**
             * @description Which counts: mails are counted apart by auth (invitations of members), assessments and interviews; bytes of tests and pictures by problems, of recordings by interviews: these have one limit together
             * @enum {string}
             */
            readonly service: "auth" | "problems" | "execution" | "assessments" | "interviews";
            /**
             * Format: int64
             * @description More than the limit where something could not be refused; runs are taken some at a time
             */
            readonly used: number;
            /**
             * Format: int64
             * @description How long it is until it is counted anew; null: what is used stays so until it is given back
             */
            readonly windowSeconds: number | null;
        };
        UsersAttributes: {
            /** Format: date-time */
            readonly createdAt: string;
            email: string;
            /** @description At most 120 characters after trimming */
            name: string;
        };
        Validator: {
            /** @description Judges what an interactive validator of the protocol testlib has written down */
            checker?: components["schemas"]["Program"];
            /** @description The program talks to the validator: each one's output is the other's input */
            interactive?: boolean;
            /**
             * Format: int64
             * @description How often a program may be run on one test, with the input that the validator makes for it; 0 is once
             */
            passes?: number;
            program: components["schemas"]["Program"];
            /** @description The validator says how much an accepted test earns */
            scores?: boolean;
        };
        VerificationItem: {
            agrees: boolean;
            compileOutput: string;
            /** @description One sentence: what decided the verdict */
            detail: string;
            /**
             * Format: int64
             * @description There
             */
            exitCode: number;
            /** @enum {string} */
            expected: "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE";
            /** @description Of the test that decided the verdict; of AC and CE there is none */
            group: string;
            judgementId: string;
            language: string;
            /** @description cpu, wall, memory or output: that it met there */
            limit: string;
            limits: components["schemas"]["Limits"];
            /** Format: int64 */
            memoryKb: number;
            name: string;
            referenceId: string;
            signal: string;
            test: string;
            /**
             * @description Empty until it is judged
             * @enum {string}
             */
            verdict: "" | "AC" | "WA" | "TLE" | "MLE" | "OLE" | "RTE" | "CE" | "JE";
            /** Format: int64 */
            worstCpuMs: number;
            /** Format: int64 */
            worstWallMs: number;
        };
        VerificationsAttributes: {
            /** Format: date-time */
            readonly finishedAt: string | null;
            /**
             * Format: int64
             * @description While it is queued, and read by itself or in its stream: about how many judgements are begun before its first, and itself; left out when that is not known
             */
            readonly position?: number;
            /** @description One for each reference solution */
            readonly results: components["schemas"]["VerificationItem"][];
            /**
             * Format: int64
             * @description Of the draft that is verified
             */
            readonly revision: number;
            /** Format: date-time */
            readonly startedAt: string | null;
            /** @enum {string} */
            readonly state: "queued" | "running" | "passed" | "failed";
        };
        VersionGroup: {
            /** @enum {string} */
            aggregation: "all" | "sum" | "min" | "max";
            name: string;
            /** @description Name of the group it is in */
            parent?: string;
            /** Format: double */
            points: number;
            sample: boolean;
            tests: components["schemas"]["VersionTest"][];
        };
        VersionJudging: {
            comparison: components["schemas"]["Comparison"];
            groups: components["schemas"]["VersionGroup"][];
            languageFactors: boolean;
            /** @description Without its sources */
            validator: components["schemas"]["Validator"];
        };
        VersionTest: {
            /** @description Digest */
            answer: string;
            args: string[];
            /** @description Digest */
            input: string;
            name: string;
            /** Format: double */
            points: number;
        };
        WebhookDeliveriesAttributes: {
            /** @description The last 30, the oldest first */
            readonly attempts: components["schemas"]["Attempt"][];
            /** Format: date-time */
            readonly createdAt: string;
            /** @description One of the webhook's, or webhook.ping */
            readonly event: string;
            /** Format: date-time */
            readonly finishedAt: string | null;
            /**
             * Format: date-time
             * @description While it is pending
             */
            readonly nextAttemptAt: string | null;
            /** @description What is posted, byte by byte */
            readonly payload: string;
            /** @enum {string} */
            readonly status: "pending" | "delivered" | "failed";
            /**
             * Format: int64
             * @description How many attempts were begun in all
             */
            readonly tries: number;
        };
        WebhooksAttributes: {
            /** Format: date-time */
            readonly createdAt: string;
            description: string;
            /** @description What it is told of */
            events: ("judgement.ended" | "judgement.cancelled" | "rejudging.ended")[];
            /**
             * Format: date-time
             * @description Since when it has taken nothing; null while it does
             */
            readonly failingSince: string | null;
            /** @description Why it is disabled */
            readonly reason: string;
            /** @description Signs the messages: whsec_ and base64. Told when the webhook is created and when its secret is changed, and never again */
            readonly secret?: string;
            /**
             * @description Nothing is kept for a disabled one; what was still to be sent is given up
             * @default active
             * @enum {string}
             */
            status: "active" | "disabled";
            /** Format: date-time */
            readonly updatedAt: string;
            /** @description Where messages are posted to, by https */
            url: string;
        };
        WorkerState: {
            host: string;
            /**
             * Format: double
             * @description Slots that are busy with judgings
             */
            judgings: number;
            /** @enum {string} */
            level: "isolated" | "contained" | "unprotected";
            /** @description What the level means */
            means: string;
            /** @description Protections that do not hold on its host */
            off: string[];
            /** @description Its id */
            process: string;
            /**
             * Format: double
             * @description Slots that are busy with runs
             */
            runs: number;
            /** @description It tells nothing any more: this is how it was */
            silent: boolean;
            /**
             * Format: double
             * @description Programs that it runs at once
             */
            slots: number;
            /**
             * Format: double
             * @description Interactive runs that it has at once, beside the slots
             */
            terminals: number;
            /** Format: double */
            terminalsBusy: number;
            /**
             * Format: double
             * @description Runs and judgings that it has and that wait for a slot
             */
            waiting: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
