// What is used here of micromark's tokenizer; its own types are no package of ours.
type Code = number | null;
type State = (code: Code) => State | undefined;
interface Effects {
  enter: (type: string) => void;
  exit: (type: string) => void;
  consume: (code: Code) => void;
  check: (construct: Construct, ok: State, nok: State) => State;
}
interface Construct {
  name?: string;
  tokenize: (effects: Effects, ok: State, nok: State) => State;
}

const dollar = 36;
const isDigit = (code: Code) => code !== null && code >= 48 && code <= 57;
const isSpace = (code: Code) => code === null || code < 0 || code === 32;

/** Fits when the next dollar closes maths: right behind what is no space, and before no digit. */
const closing: Construct = {
  tokenize(effects: Effects, ok: State, nok: State): State {
    let before: Code = dollar;
    const look: State = (code) => {
      if (code === null) return leave(nok, code);
      const isEnd = code === dollar;
      if (isEnd && isSpace(before)) return leave(nok, code);
      before = code;
      effects.consume(code);
      return isEnd ? after : look;
    };
    const after: State = (code) => leave(isDigit(code) ? nok : ok, code);
    const leave = (to: State, code: Code) => {
      effects.exit("data");
      return to(code);
    };
    return (code) => {
      effects.enter("data");
      return look(code);
    };
  },
};

/** A dollar before a digit that no dollar closes: money. */
const price: Construct = {
  name: "price",
  tokenize(effects: Effects, ok: State, nok: State): State {
    return (code) => {
      effects.enter("data");
      effects.consume(code);
      effects.exit("data");
      return (next) => (isDigit(next) ? effects.check(closing, nok, ok)(next) : nok(next));
    };
  },
};

/** As in Pandoc "$5 and $6" are two prices, while "$5$" and "$2n$" are maths. It comes after remark-math. */
export function money(this: { data: () => unknown }) {
  const data = this.data() as { micromarkExtensions?: object[] };
  data.micromarkExtensions ??= [];
  data.micromarkExtensions.push({ text: { [dollar]: price } });
}
