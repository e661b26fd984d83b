import type { Difficulty } from "@codecraft/api/types";
import { cn } from "@/lib/cn";

const bars: Record<Difficulty, number> = { easy: 1, medium: 2, hard: 3 };

export function difficultyWord(difficulty: Difficulty): string {
  return difficulty.charAt(0).toUpperCase() + difficulty.slice(1);
}

/** One to three bars and the word; colour would say "state". */
export function DifficultyMark({ difficulty }: { difficulty: Difficulty }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-fg2">
      <span aria-hidden className="inline-flex items-end gap-0.5">
        {[1, 2, 3].map((bar) => (
          <span
            key={bar}
            className={cn("w-1 rounded-sm", bar <= bars[difficulty] ? "bg-fg2" : "bg-line")}
            style={{ height: `${2 + bar * 3}px` }}
          />
        ))}
      </span>
      {difficultyWord(difficulty)}
    </span>
  );
}
