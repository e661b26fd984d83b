import { DefaultModality, MeetingSessionConfiguration } from "amazon-chime-sdk-js";
import { expect, it } from "vitest";
import { isScreen, ownerOf } from "./chime-people";

/** As internal/engine/media/chime writes it. */
const ticket = {
  Attendee: {
    AttendeeId: "9b1d4c2e-0000-4000-8000-3f5a7c9e1b2d",
    ExternalUserId: "@ada",
    JoinToken: "a-join-token",
    Capabilities: { Audio: "SendReceive", Video: "SendReceive", Content: "SendReceive" },
  },
  Meeting: {
    MeetingId: "026f173e-6209-4df9-97fb-893051020706",
    ExternalMeetingId: "an interview",
    MediaRegion: "eu-central-1",
    MediaPlacement: {
      AudioHostUrl: "at.k.m1.ec1.app.chime.aws:3478",
      AudioFallbackUrl: "wss://wss.k.m1.ec1.app.chime.aws:443/calls/026f173e",
      SignalingUrl: "wss://signal.m1.ec1.app.chime.aws/control/026f173e",
      TurnControlUrl: "https://ccp.cp.ec1.app.chime.aws/v2/turn_sessions",
    },
  },
};

it("Amazon's own program takes a ticket, and is given nowhere to report to", () => {
  const configuration = new MeetingSessionConfiguration(ticket.Meeting, ticket.Attendee);
  expect(configuration).toMatchObject({
    meetingId: ticket.Meeting.MeetingId,
    credentials: {
      attendeeId: ticket.Attendee.AttendeeId,
      externalUserId: "@ada",
      joinToken: "a-join-token",
    },
  });
  const { audioHostURL, signalingURL, turnControlURL, eventIngestionURL } = configuration.urls ?? {};
  expect(audioHostURL).toBe(ticket.Meeting.MediaPlacement.AudioHostUrl);
  expect(signalingURL).toBe(ticket.Meeting.MediaPlacement.SignalingUrl);
  expect(turnControlURL).toBe(ticket.Meeting.MediaPlacement.TurnControlUrl);
  expect(eventIngestionURL).toBeFalsy();
});

it("a screen is its owner's", () => {
  const screen = `${ticket.Attendee.AttendeeId}#${DefaultModality.MODALITY_CONTENT}`;
  expect([isScreen(screen), ownerOf(screen)]).toEqual([true, ticket.Attendee.AttendeeId]);
  expect(isScreen(ticket.Attendee.AttendeeId)).toBe(false);
});
