import { ThumbsDown, ThumbsUp } from "lucide-react";
import { cn } from "@/lib/cn";
import { type Recommendation, ratings, recommendations } from "@/lib/evaluation";
import { Badge } from "./badge";

/** A rating in its word; the dots are for who looks over many. */
export function Rating({ value }: { value: number }) {
  return (
    <span className={cn("inline-flex items-center gap-2", value === 0 && "text-fg2")}>
      <span aria-hidden className="inline-flex gap-0.5">
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={cn(
              "size-2 rounded-full border border-fg3",
              step <= value && "border-accent bg-accent",
            )}
          />
        ))}
      </span>
      {ratings[value]}
    </span>
  );
}

export function RecommendationBadge({ value }: { value: Recommendation }) {
  if (value === "") return <span className="text-fg2">No recommendation</span>;
  const isFor = value === "yes" || value === "strong_yes";
  const Icon = isFor ? ThumbsUp : ThumbsDown;
  return (
    <Badge tone={isFor ? "ok" : "bad"}>
      <Icon aria-hidden /> {recommendations[value]}
    </Badge>
  );
}
