import type { Difficulty } from "@codecraft/api/types";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { difficultyWord } from "@/ui/difficulty";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { difficulties } from "./labels";

/** Asks for what a problem cannot begin without; everything else is written in its editor. */
export function NewProblem({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const form = useForm<{ title: string; difficulty: Difficulty }>({
    defaultValues: { title: "", difficulty: "easy" },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      const problem = await api.create("problems", values);
      await queryClient.invalidateQueries({ queryKey: ["problems", "list"] });
      await navigate({ to: "/problems/$problemId", params: { problemId: problem.id } });
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["title", "difficulty"]));
    }
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New problem">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <Field label="Title" error={errors.title?.message} required>
          <Input autoFocus {...form.register("title", { required: "Give it a title." })} />
        </Field>
        <Field label="Difficulty" error={errors.difficulty?.message}>
          <Select {...form.register("difficulty")}>
            {difficulties.map((difficulty) => (
              <option key={difficulty} value={difficulty}>
                {difficultyWord(difficulty)}
              </option>
            ))}
          </Select>
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" variant="primary" pending={isSubmitting}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
