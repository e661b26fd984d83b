import { useStored } from "@/lib/stored";

/** An input of the candidate's own; the name stays when others are removed. */
export interface OwnInput {
  name: string;
  text: string;
}

/** The candidate's own inputs of a problem, kept in this browser. */
export function useOwnInputs(answerId: string) {
  const [inputs, setInputs] = useStored<OwnInput[]>(`inputs.${answerId}`, []);
  return {
    inputs,
    add(text: string): string {
      const taken = new Set(inputs.map((input) => input.name));
      let n = 1;
      while (taken.has(`own-${n}`)) n++;
      setInputs([...inputs, { name: `own-${n}`, text }]);
      return `own-${n}`;
    },
    change(name: string, text: string) {
      setInputs(inputs.map((input) => (input.name === name ? { name, text } : input)));
    },
    remove(name: string) {
      setInputs(inputs.filter((input) => input.name !== name));
    },
  };
}

/** One case of a problem: a sample with its answer, or an input of one's own. */
export interface Case {
  key: string;
  title: string;
  input: string;
  answer?: string;
  /** The number of a sample, from 1. */
  sample?: number;
}

export function casesOf(samples: { input: string; answer: string }[], own: OwnInput[]): Case[] {
  return [
    ...samples.map((sample, i) => ({
      key: `sample-${i}`,
      title: `Sample ${i + 1}`,
      input: sample.input,
      answer: sample.answer,
      sample: i + 1,
    })),
    ...own.map((input) => ({
      key: input.name,
      title: input.name.replace("own-", "Own "),
      input: input.text,
    })),
  ];
}
