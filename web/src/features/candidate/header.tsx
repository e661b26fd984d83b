import type { Item } from "@codecraft/api/resources";
import { CircleAlert, CircleCheck, CircleDashed, CircleDot, CircleX, Flag } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Logo } from "@/shell/logo";
import { LookMenu } from "@/shell/look-menu";
import { Button } from "@/ui/button";
import { verdictTone, verdictWord } from "@/ui/verdict";

interface HeaderProps {
  title: string;
  answers: Item<"answers">[];
  currentId: string;
  onChoose: (id: string) => void;
  onFinish: () => void;
  save: ReactNode;
  timer: ReactNode;
}

/** What is always in sight: the problems and how they stand, whether all is saved, the time, the end. */
export function Header({ title, answers, currentId, onChoose, onFinish, save, timer }: HeaderProps) {
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 border-line border-b bg-bg2 px-3 min-[900px]:h-12 min-[900px]:flex-nowrap">
      <div className="flex h-12 min-w-0 items-center gap-2 max-[900px]:flex-1">
        <Logo className="size-6 shrink-0" />
        <p className="min-w-0 max-w-64 truncate font-semibold max-[560px]:sr-only" title={title}>
          {title}
        </p>
      </div>
      <nav
        aria-label="Problems"
        className="flex min-w-0 items-center gap-1 overflow-x-auto p-1 max-[900px]:order-last max-[900px]:-mx-1 max-[900px]:w-full max-[900px]:pb-2 min-[900px]:flex-1"
      >
        {answers.map((answer, i) => (
          <ProblemTab
            key={answer.id}
            answer={answer}
            number={i + 1}
            isCurrent={answer.id === currentId}
            onChoose={() => onChoose(answer.id)}
          />
        ))}
      </nav>
      <div className="flex h-12 shrink-0 items-center gap-1.5 max-[400px]:gap-1">
        {save}
        {timer}
        <LookMenu />
        <Button size="sm" className="h-8" onClick={onFinish}>
          <Flag aria-hidden className="max-[400px]:hidden" /> Finish
        </Button>
      </div>
    </header>
  );
}

const marks = {
  ok: { icon: CircleCheck, className: "text-ok" },
  bad: { icon: CircleX, className: "text-bad" },
  warn: { icon: CircleAlert, className: "text-warn" },
  neutral: { icon: CircleDashed, className: "text-fg3" },
  accent: { icon: CircleDot, className: "text-accent" },
};

function standing(answer: Item<"answers">): { word: string; mark: keyof typeof marks } {
  const { verdict, submissionCount } = answer.attributes;
  if (verdict) return { word: verdictWord(verdict), mark: verdictTone(verdict) as keyof typeof marks };
  if (submissionCount > 0) return { word: "Being judged", mark: "accent" };
  return { word: "Not submitted", mark: "neutral" };
}

interface ProblemTabProps {
  answer: Item<"answers">;
  number: number;
  isCurrent: boolean;
  onChoose: () => void;
}

function ProblemTab({ answer, number, isCurrent, onChoose }: ProblemTabProps) {
  const { word, mark } = standing(answer);
  const Icon = marks[mark].icon;
  return (
    <button
      type="button"
      onClick={onChoose}
      aria-current={isCurrent ? "page" : undefined}
      title={`${answer.attributes.title} · ${word}`}
      className={cn(
        "inline-flex h-8 min-w-0 max-w-52 shrink-0 items-center gap-1.5 rounded-md px-2 text-fg2 hover:bg-bg3 hover:text-fg pointer-coarse:h-11",
        isCurrent && "bg-bg3 font-medium text-fg",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", marks[mark].className)} />
      <span className="truncate">
        {number}
        <span className={cn(!isCurrent && "max-[1100px]:sr-only")}>{`. ${answer.attributes.title}`}</span>
      </span>
      <span className="sr-only">{`, ${word}`}</span>
    </button>
  );
}
