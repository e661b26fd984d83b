import type { Item } from "@codecraft/api/resources";
import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { decodeText } from "@/lib/decode";
import { placeErrors } from "@/lib/form";
import { formatBytes } from "@/lib/format";
import { joinWords, splitWords } from "@/lib/run-options";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";

interface TestDialogProps {
  test?: Item<"tests">;
  group: Item<"test-groups">;
  nextPosition: number;
  mayEdit: boolean;
  onClose: () => void;
  onSaved: () => Promise<void>;
}

interface Values {
  name: string;
  input: string;
  answer: string;
  explanation: string;
  points: number;
  args: string;
}

export function TestDialog({ test, group, nextPosition, mayEdit, onClose, onSaved }: TestDialogProps) {
  const [failure, setFailure] = useState<string>();
  const isSample = group.attributes.sample;
  const form = useForm<Values>({
    defaultValues: {
      name: test?.attributes.name ?? `${isSample ? "Sample" : "Test"} ${nextPosition}`,
      input: test?.attributes.input ?? "",
      answer: test?.attributes.answer ?? "",
      explanation: test?.attributes.explanation ?? "",
      points: test?.attributes.points ?? 0,
      args: joinWords(test?.attributes.args ?? []),
    },
  });
  const { errors, isSubmitting, dirtyFields } = form.formState;
  const earns = group.attributes.aggregation !== "all";
  const submit = form.handleSubmit(async (written) => {
    setFailure(undefined);
    const values = { ...written, args: splitWords(written.args) };
    try {
      if (test) {
        // Only what was edited is sent: a large text is known here by its beginning alone.
        const changes = Object.fromEntries(
          Object.entries(values).filter(([name]) => dirtyFields[name as keyof Values]),
        );
        await api.update(await api.get("tests", test.id), changes);
      } else {
        const relations = { group: { type: "test-groups", id: group.id } };
        await api.create("tests", { ...values, position: nextPosition }, relations);
      }
      await onSaved();
      onClose();
    } catch (error) {
      setFailure(
        placeErrors(error, form.setError, ["name", "input", "answer", "explanation", "points", "args"]),
      );
    }
  });
  const big = (name: "input" | "answer") => (
    <BigText
      label={name === "input" ? "Input" : "Expected output"}
      value={form.watch(name)}
      bytes={test?.attributes[name === "input" ? "inputBytes" : "answerBytes"] ?? 0}
      truncated={Boolean(test?.attributes.truncated) && !dirtyFields[name]}
      readOnly={!mayEdit}
      error={errors[name]?.message}
      onChange={(text) => {
        form.clearErrors(name);
        form.setValue(name, text, { shouldDirty: true });
      }}
      onRefused={(message) => form.setError(name, { message })}
    />
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      wide
      title={test ? test.attributes.name : isSample ? "New sample" : "New test"}
    >
      <form
        onSubmit={(event) => {
          // What the server refused is no reason not to ask it again: the form itself would wait for ever.
          form.clearErrors();
          return submit(event);
        }}
        noValidate
        className="flex flex-col gap-4"
      >
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <Field label="Name" error={errors.name?.message} required>
          <Input readOnly={!mayEdit} {...form.register("name", { required: "Name the test." })} />
        </Field>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label="Arguments of the program" error={errors.args?.message}>
            <Input spellCheck={false} className="font-mono" readOnly={!mayEdit} {...form.register("args")} />
          </Field>
          {earns && (
            <Field label="Points" hint="The most this test earns." error={errors.points?.message}>
              <Input
                type="number"
                min={0}
                step="any"
                readOnly={!mayEdit}
                {...form.register("points", { valueAsNumber: true })}
              />
            </Field>
          )}
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          {big("input")}
          {big("answer")}
        </div>
        {isSample && (
          <Field
            label="Explanation"
            hint="Markdown; shown below the sample."
            error={errors.explanation?.message}
          >
            <Textarea readOnly={!mayEdit} {...form.register("explanation")} />
          </Field>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{mayEdit ? "Cancel" : "Close"}</Button>
          {mayEdit && (
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {test ? "Save" : "Add"}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

interface BigTextProps {
  label: string;
  value: string;
  bytes: number;
  truncated: boolean;
  readOnly: boolean;
  error?: string;
  onChange: (text: string) => void;
  onRefused: (message: string) => void;
}

/** Above this a text is looked at, not edited: the box would stall. */
const editableLength = 64 * 1024;

/** An input or an answer: written here, or taken from a file when it is large. */
function BigText({ label, value, bytes, truncated, readOnly, error, onChange, onRefused }: BigTextProps) {
  const file = useRef<HTMLInputElement>(null);
  const isLarge = truncated || value.length > editableLength;
  return (
    <Field
      label={label}
      error={error}
      hint={
        isLarge
          ? `${formatBytes(truncated ? bytes : value.length)}: too large to edit here; only its beginning is shown.`
          : undefined
      }
      action={
        !readOnly && (
          <>
            <Button variant="ghost" size="sm" onClick={() => file.current?.click()}>
              <FileUp aria-hidden /> {isLarge ? "Replace by a file" : "From a file"}
            </Button>
            <input
              ref={file}
              type="file"
              className="hidden"
              onChange={async (event) => {
                const box = event.target;
                const chosen = box.files?.[0];
                if (!chosen) return;
                const text = decodeText(await chosen.arrayBuffer());
                box.value = ""; // the same file, mended, is another choice
                if (text.includes("\0")) onRefused(`${chosen.name} is no text: choose a text file.`);
                else onChange(text);
              }}
            />
          </>
        )
      }
    >
      <Textarea
        value={isLarge ? value.slice(0, editableLength) : value}
        readOnly={readOnly || isLarge}
        spellCheck={false}
        className="h-[clamp(6rem,22vh,14rem)] resize-y whitespace-pre font-mono text-sm"
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
