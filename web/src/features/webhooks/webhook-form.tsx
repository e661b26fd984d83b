import { useState } from "react";
import { useForm } from "react-hook-form";
import { api } from "@/api/client";
import { queryClient } from "@/api/query";
import { placeErrors } from "@/lib/form";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Checkbox, Input } from "@/ui/input";
import { type Webhook, webhooksQuery } from "./queries";
import { events } from "./words";

interface WebhookFormProps {
  /** The one to change; without it a new one is made. */
  webhook?: Webhook;
  onClose: () => void;
  onSaved: (saved: Webhook) => void;
}

/** The address of a webhook, and what it is told of. */
export function WebhookForm({ webhook, onClose, onSaved }: WebhookFormProps) {
  const [failure, setFailure] = useState<string>();
  const form = useForm<Pick<Webhook["attributes"], "url" | "description" | "events">>({
    defaultValues: webhook?.attributes ?? { url: "", description: "", events: ["judgement.ended"] },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ url, description, events }) => {
    setFailure(undefined);
    const values = { url, description, events };
    try {
      const saved = webhook
        ? await api.update(await api.get("webhooks", webhook.id), values)
        : await api.create("webhooks", values);
      await queryClient.invalidateQueries(webhooksQuery);
      onSaved(saved);
    } catch (error) {
      setFailure(placeErrors(error, form.setError, ["url", "description", "events"]));
    }
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={webhook ? "Change the webhook" : "New webhook"}
      description="A signed message is posted to this address whenever one of the events happens."
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        {failure && (
          <p role="alert" className="rounded-md bg-badsoft px-3 py-2 text-bad text-sm">
            {failure}
          </p>
        )}
        <Field label="Address" error={errors.url?.message} required>
          <Input
            type="url"
            placeholder="https://"
            {...form.register("url", { required: "Write where messages are to go." })}
          />
        </Field>
        <Field label="Description" error={errors.description?.message}>
          <Input maxLength={500} {...form.register("description")} />
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium text-sm">Events</legend>
          {events.map(({ name, words }) => (
            <Checkbox
              key={name}
              value={name}
              {...form.register("events", { validate: (all) => all.length > 0 || "Choose an event." })}
            >
              <span>
                {words} <code className="font-mono text-fg2 text-xs">{name}</code>
              </span>
            </Checkbox>
          ))}
          {errors.events && (
            <p role="alert" className="text-bad text-sm">
              {errors.events.message}
            </p>
          )}
        </fieldset>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" pending={isSubmitting}>
            {webhook ? "Save" : "Create"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
