import { Checkbox } from "@/ui/input";
import type { InterviewForm } from "./interview-form";

/** Whether it is to be recorded, and what that means for whoever takes part. */
export function RecordingField({ form }: { form: InterviewForm }) {
  const error = form.formState.errors.recorded?.message;
  return (
    <div className="flex flex-col gap-1">
      <Checkbox
        {...form.register("recorded")}
        aria-describedby={error ? "recorded-hint recorded-error" : "recorded-hint"}
        aria-invalid={error ? true : undefined}
      >
        Record this interview
      </Checkbox>
      <p id="recorded-hint" className="text-fg2 text-sm">
        Picture, sound and screens of those who agree. Each person is asked before they enter and is free to
        say no, nothing is recorded before everybody in the room has answered, and a light in the room shows
        when a recording is running.
      </p>
      {error && (
        <p id="recorded-error" role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
    </div>
  );
}
