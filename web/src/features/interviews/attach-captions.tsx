import { useState } from "react";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { decodeText } from "@/lib/decode";
import { placeErrors } from "@/lib/form";
import { languageName } from "@/lib/language-name";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Select } from "@/ui/input";
import { attachCaptions, languages, likelyLanguage } from "./captions";
import { contentOf, type Recording } from "./recordings";

interface AttachCaptionsProps {
  interviewId: string;
  recording: Recording;
  nameOf: (participantId: string) => string;
  onClose: () => void;
}

/** Adds what was said, as somebody or a program wrote it down. */
export function AttachCaptions({ interviewId, recording, nameOf, onClose }: AttachCaptionsProps) {
  const [failure, setFailure] = useState<string>();
  const form = useForm({ defaultValues: { text: "", file: "", language: likelyLanguage() } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined);
    try {
      await attachCaptions(interviewId, { recordingId: recording.id, ...values });
      toast.success("Attached: the replay shows and finds what was said.");
      onClose();
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["text", "file", "language"]));
    }
  });
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    form.setValue("text", decodeText(await chosen.arrayBuffer()));
    form.clearErrors("text");
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Attach captions"
      description="What was said, written as WebVTT (.vtt) or SubRip (.srt): captioning programs and services write both."
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <Field label="File with the captions" error={errors.text?.message} required>
          <Input
            type="file"
            accept=".vtt,.srt,text/vtt"
            className="h-auto py-1 file:mr-3 file:rounded file:border file:border-line2/70 file:bg-bg2 file:px-2 file:py-0.5"
            onChange={(event) => void take(event.target.files?.[0])}
          />
          <input
            type="hidden"
            {...form.register("text", { validate: (text) => text !== "" || "Choose a file." })}
          />
        </Field>
        <Field
          label="What they are of"
          hint="Captions of one person’s file begin with it, and are that person’s where they name nobody."
          error={errors.file?.message}
        >
          <Select {...form.register("file")}>
            <option value="">All of the recording</option>
            {recording.attributes.files.map((file) => (
              <option key={file.name} value={file.name}>
                {nameOf(file.participantId)}: {contentOf(file)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Language" error={errors.language?.message}>
          <Select {...form.register("language")}>
            {languages.map((tag) => (
              <option key={tag} value={tag}>
                {languageName(tag)}
              </option>
            ))}
          </Select>
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={isSubmitting}>
            Attach
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
