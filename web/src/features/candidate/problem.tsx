import { type Item, related } from "@codecraft/api/resources";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { queryClient } from "@/api/query";
import { tellFailure } from "@/api/tell";
import { useCommands } from "@/lib/commands";
import { type DocumentPool, useDocumentView } from "@/lib/editor/pool";
import { useOnline } from "@/lib/online";
import { isUnderWay } from "@/lib/run";
import { noOptions, type RunOptions, runAttributes } from "@/lib/run-options";
import { useStored } from "@/lib/stored";
import { useTerminalSession } from "@/lib/terminal/use-session";
import { announce } from "@/ui/announcer";
import { lookOfRun } from "@/ui/run-badge";
import { CodePane } from "./code-pane";
import { type Case, casesOf, useOwnInputs } from "./inputs";
import { ProblemPanes } from "./problem-panes";
import { documentQuery, submissionsQuery } from "./queries";
import { Results, type ResultsTab } from "./results";
import type { Runner } from "./runner";
import { Statement } from "./statement";
import { useAnswerLanguage } from "./use-language";
import { useSubmit } from "./use-submit";

interface ProblemProps {
  attemptId: string;
  answer: Item<"answers">;
  pool: DocumentPool;
  runner: Runner;
  isOver: boolean;
}

/** One problem at work: its statement, its text, its runs and its submissions. */
export function Problem({ attemptId, answer, pool, runner, isOver }: ProblemProps) {
  const code = useAnswerLanguage(attemptId, answer);
  const opened = useQuery({
    ...documentQuery(answer, code.language),
    enabled: code.language !== "" && !isOver,
  });
  const document = opened.data === undefined ? undefined : pool.get(opened.data);
  const view = useDocumentView(document);
  const isOnline = useOnline();
  const reason = refusal(isOver, isOnline, document !== undefined && code.isChosen, view.state);

  const own = useOwnInputs(answer.id);
  const cases = casesOf(answer.attributes.samples, own.inputs);
  const [stored, setCase] = useStored(`case.${answer.id}`, "");
  const chosen = cases.find((item) => item.key === stored) ?? cases[0];
  const [tab, setTab] = useStored<ResultsTab>(`results.${answer.id}`, "cases");
  const [shownId, setShownId] = useState<string>();
  const [part, setPart] = useStored<"statement" | "code" | "results">(`part.${answer.id}`, "statement");
  const terminal = useTerminalSession();
  const [allOptions, setOptions] = useStored<Record<string, RunOptions>>(`options.${answer.id}`, {});
  const options = allOptions[code.language] ?? noOptions;
  const [isRunning, setRunning] = useState(() =>
    cases.some((item) => isUnderWay(runner.get(`${answer.id}/${item.key}`))),
  );

  const submissions = useQuery(submissionsQuery(attemptId));
  const mine = (submissions.data ?? []).filter((one) => related(one, "answer") === answer.id);
  const submit = useSubmit(attemptId, answer, (submission) => {
    setShownId(submission.id);
    setTab("submissions");
    setPart("results");
  });

  const runKey = (key: string) => `${answer.id}/${key}`;
  const runOne = async (item: Case, source: string) => {
    const run = await runner.start(runKey(item.key), {
      answerId: answer.id,
      language: code.language,
      source,
      input: item.input,
      sample: item.sample,
      options,
    });
    announce(`${item.title}: ${lookOfRun(run).word}`);
    return run;
  };
  const run = async (items: Case[]) => {
    if (!document || reason || isRunning) return;
    const source = document.text;
    setTab("cases");
    setPart("results");
    setRunning(true);
    try {
      for (const item of items) {
        const { status } = await runOne(item, source);
        if (["compile_error", "refused", "cancelled"].includes(status)) break;
      }
    } finally {
      setRunning(false);
    }
  };
  const choose = (key: string) => {
    setCase(key);
    setTab("cases");
  };
  const runChosen = () => void (chosen && run([chosen]));
  const runSamples = () => void run(cases.filter((item) => item.answer !== undefined));
  const stop = async () => {
    try {
      for (const item of cases) await runner.stop(runKey(item.key));
    } catch (error) {
      tellFailure(error);
    }
  };
  const handIn = () => {
    if (document && !reason) submit.start(document);
  };
  const load = async (submission: Item<"submissions">) => {
    const { language, source } = submission.attributes;
    try {
      if (language !== code.language) await code.choose(language);
      const id = await queryClient.fetchQuery(documentQuery(answer, language));
      const target = pool.get(id);
      await target.settled();
      const before = target.text;
      target.replace(source ?? "");
      setPart("code");
      toast("The submitted version is in the editor", {
        action: { label: "Undo", onClick: () => target.replace(before) },
      });
    } catch (error) {
      tellFailure(error);
    }
  };

  const group = "Solving";
  useCommands([
    { id: "run", label: "Run the case shown", group, keys: "mod+enter", perform: runChosen },
    { id: "run-all", label: "Run all samples", group, keys: "mod+alt+enter", perform: runSamples },
    {
      id: "terminal",
      label: "Open the terminal",
      group,
      perform: () => {
        setTab("terminal");
        setPart("results");
      },
    },
    { id: "submit", label: "Submit", group, keys: "mod+shift+enter", perform: handIn },
    {
      id: "language",
      label: "Switch the language",
      group,
      perform: () => {
        setPart("code");
        requestAnimationFrame(() => window.document.getElementById("language")?.focus());
      },
    },
  ]);

  return (
    <ProblemPanes
      title={answer.attributes.title}
      part={part}
      onPart={setPart}
      statement={
        <Statement
          answer={answer}
          onTry={(i) => {
            const item = cases[i];
            if (!item) return;
            choose(item.key);
            void run([item]);
          }}
        />
      }
      code={
        <CodePane
          answer={answer}
          languages={code.options}
          language={code.language}
          onLanguage={(id) => void code.choose(id).catch(() => {})}
          document={document}
          editorMode={code.editorMode}
          pool={pool}
          failure={opened.error ?? code.failure}
          onRetry={() => {
            code.retry();
            void opened.refetch();
          }}
        />
      }
      results={
        <Results
          tab={tab}
          onTab={setTab}
          failure={submit.failure}
          busy={submit.busy}
          actions={{
            reason,
            isRunning,
            isSubmitting: submit.isPending,
            waitSeconds: submit.waitSeconds,
            onRun: runChosen,
            onRunAll: runSamples,
            onStop: () => void stop(),
            onSubmit: handIn,
          }}
          cases={{
            cases,
            chosen: chosen?.key ?? "",
            onChoose: choose,
            onAdd: () => choose(own.add("")),
            onChange: own.change,
            onRemove: (key) => {
              own.remove(key);
              runner.forget(runKey(key));
            },
            runner,
            runKey,
            onRun: reason ? undefined : runChosen,
          }}
          options={{
            language: code.language,
            value: options,
            onChange: (value) => setOptions({ ...allOptions, [code.language]: value }),
          }}
          terminal={{
            session: terminal,
            reason,
            limits: "CPU time and memory are limited as for submissions; by the clock there are ten minutes",
            program: () => ({
              language: code.language,
              source: document?.text ?? "",
              answerId: answer.id,
              ...runAttributes(options),
            }),
          }}
          submissions={{
            answer,
            submissions: mine,
            chosen: shownId,
            onChoose: setShownId,
            onLoad: isOver || !document ? undefined : (submission) => void load(submission),
          }}
        />
      }
    />
  );
}

function refusal(isOver: boolean, isOnline: boolean, isOpen: boolean, state: string): string {
  if (isOver) return "The time is over";
  if (!isOnline || state === "offline") return "Waiting for the connection";
  if (state === "readOnly") return "Nothing can be changed any more";
  if (state === "failed") return "Reload the page to go on";
  if (!isOpen || state === "connecting") return "Your text is being opened";
  return "";
}
