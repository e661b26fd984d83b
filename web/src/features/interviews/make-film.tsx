import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { placeErrors } from "@/lib/form";
import { formatClock } from "@/lib/format";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { forgetFilms, momentIn } from "./films";
import type { Recording } from "./recordings";

interface MakeFilmProps {
  interviewId: string;
  recording: Recording;
  onClose: () => void;
}

/** Asks for one film of everybody, of all of a recording or of a stretch. */
export function MakeFilm({ interviewId, recording, onClose }: MakeFilmProps) {
  const endMs = Math.max(...recording.attributes.files.map((file) => file.offsetMs + file.durationMs));
  const [failure, setFailure] = useState<string>();
  const form = useForm({
    defaultValues: { fromMs: "0:00", toMs: formatClock(Math.ceil(endMs / 1000)), format: "mp4" },
  });
  const { errors, isSubmitting } = form.formState;
  const isMoment = (text: string) => momentIn(text) !== undefined || "Write a time such as 1:30.";
  const submit = form.handleSubmit(async ({ fromMs, toMs, format }) => {
    setFailure(undefined);
    const asked = { fromMs: momentIn(fromMs), toMs: momentIn(toMs), format: format as "mp4" | "webm" };
    const interview = { type: "interviews", id: interviewId };
    try {
      await api.create("clips", { recordingId: recording.id, ...asked }, { interview });
      await forgetFilms(interviewId);
      onClose();
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["fromMs", "toMs", "format"]));
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Make a film"
      description="Everybody’s picture and voice in one file, a shared screen large beside them. It is made while you go on."
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <div className="grid grid-cols-2 gap-4">
          <Field label="From" hint="Minutes and seconds into the recording" error={errors.fromMs?.message}>
            <Input {...form.register("fromMs", { validate: isMoment })} />
          </Field>
          <Field label="To" error={errors.toMs?.message}>
            <Input
              {...form.register("toMs", {
                validate: {
                  isMoment,
                  isAfter: (to, { fromMs }) =>
                    (momentIn(to) ?? 0) > (momentIn(fromMs) ?? -1) || "It must end after it begins.",
                },
              })}
            />
          </Field>
        </div>
        <Field label="Format" error={errors.format?.message}>
          <Select {...form.register("format")}>
            <option value="mp4">MP4, which every program plays</option>
            <option value="webm">WebM</option>
          </Select>
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={isSubmitting}>
            Make the film
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
