import { Check, Copy, Play } from "lucide-react";
import { useState } from "react";
import { announce } from "./announcer";
import { Button } from "./button";
import { Markdown } from "./markdown";

interface ShownSample {
  name: string;
  input: string;
  answer: string;
  explanation?: string;
}

interface SamplesProps {
  samples: ShownSample[];
  /** Where the pictures of explanations are. */
  pictures: string;
  onTry: (sample: number) => void;
}

/** The tests of a problem that are shown whole. */
export function Samples({ samples, pictures, onTry }: SamplesProps) {
  if (samples.length === 0) return null;
  return (
    <section aria-label="Samples" className="flex flex-col gap-4">
      {samples.map((sample, i) => (
        <SampleView
          key={sample.name}
          sample={sample}
          pictures={pictures}
          title={samples.length > 1 ? `Sample ${i + 1}` : "Sample"}
          onTry={() => onTry(i)}
        />
      ))}
    </section>
  );
}

interface SampleProps {
  sample: ShownSample;
  pictures: string;
  title: string;
  onTry: () => void;
}

function SampleView({ sample, pictures, title, onTry }: SampleProps) {
  return (
    <div>
      <div className="mb-1.5 flex items-center justify-between">
        <h2 className="font-semibold">{title}</h2>
        <Button size="sm" variant="ghost" onClick={onTry}>
          <Play aria-hidden /> Run<span className="sr-only">{` ${title}`}</span>
        </Button>
      </div>
      <div className="grid overflow-hidden rounded-lg border border-line @lg:grid-cols-2 @lg:divide-x @max-lg:divide-y divide-line">
        <Copyable label="Input" text={sample.input} />
        <Copyable label="Output" text={sample.answer} />
      </div>
      {sample.explanation && (
        <Markdown text={sample.explanation} pictures={pictures} className="mt-2 text-fg2" />
      )}
    </div>
  );
}

function Copyable({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(`${label} copied`);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      announce("The browser refused to copy");
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <div className="min-w-0">
      <div className="flex h-8 items-center justify-between bg-bg2 pr-0.5 pl-3 text-fg2 text-xs">
        {label}
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Copy the ${label.toLowerCase()}`}
          title="Copy"
          onClick={() => void copy()}
        >
          <Icon aria-hidden />
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-72 overflow-auto px-3 py-2 font-mono text-sm">
        {text || <span className="text-fg3">nothing</span>}
      </pre>
    </div>
  );
}
