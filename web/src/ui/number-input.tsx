import { type ComponentProps, useEffect, useState } from "react";
import { Input } from "./input";

type NumberInputProps = Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  value: number;
  onChange: (value: number) => void;
};

/** A number that may be half written: only finished ones are told. */
export function NumberInput({ value, onChange, ...rest }: NumberInputProps) {
  const [text, setText] = useState(String(value));
  useEffect(() => {
    setText((now) => (Number(now) === value && now !== "" ? now : String(value)));
  }, [value]);
  return (
    <Input
      type="number"
      inputMode="decimal"
      {...rest}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const number = event.target.valueAsNumber;
        if (Number.isFinite(number) && number !== value) onChange(number);
      }}
      onBlur={() => setText(String(value))}
    />
  );
}
