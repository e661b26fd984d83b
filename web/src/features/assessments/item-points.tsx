import type { SectionItem } from "@codecraft/api/types";
import { useEffect, useState } from "react";
import { formatNumber } from "@/lib/format";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

const most = 10_000;

/** What the server would say of the points; undefined where it takes them. */
export function wrongPoints(points: number): string | undefined {
  if (!(points > 0 && points <= most)) return `More than 0, at most ${formatNumber(most)}.`;
  if (Number(points.toFixed(2)) !== points) return "Two decimals at most.";
  return undefined;
}

interface ItemPointsProps {
  item: SectionItem;
  title: string;
  onChange: (item: SectionItem) => void;
}

/** What a problem gives in the assessment; left empty, its maximum score. What cannot be is said, and not stored. */
export function ItemPoints({ item, title, onChange }: ItemPointsProps) {
  const own = item.ownPoints ?? null;
  const maxScore = item.maxScore ?? 0;
  const [text, setText] = useState(own === null ? "" : String(own));
  const [error, setError] = useState<string>();
  useEffect(() => {
    setText((now) => ((now === "" ? null : Number(now)) === own ? now : own === null ? "" : String(own)));
    setError(undefined);
  }, [own]);
  const type = (next: string, isNumber: boolean) => {
    setText(next);
    const points = next === "" && isNumber ? null : Number(next);
    const wrong = !isNumber ? "A number, please." : points === null ? undefined : wrongPoints(points);
    setError(wrong && `Not stored. ${wrong}`);
    if (!wrong && points !== own) onChange({ ...item, ownPoints: points, points: points ?? maxScore });
  };
  return (
    <span className="flex items-center gap-1.5">
      <Field
        label={`Points of ${title}; empty: ${formatNumber(maxScore)}`}
        hideLabel
        error={error}
        className="w-36"
      >
        <Input
          type="number"
          inputMode="decimal"
          min={0.01}
          max={most}
          step="any"
          className="h-7 text-right tabular-nums"
          placeholder={formatNumber(maxScore)}
          value={text}
          onChange={({ target }) => type(target.value, !target.validity?.badInput)}
        />
      </Field>
      <span aria-hidden className="text-fg2">
        pts
      </span>
    </span>
  );
}
