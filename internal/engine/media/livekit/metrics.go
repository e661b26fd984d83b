package livekit

import (
	"context"

	"github.com/livekit/protocol/livekit"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// Metrics tells what the server, or the cluster, is doing: it is asked at each collection.
func (r *Rooms) Metrics() prometheus.Collector {
	return telemetry.Asked(
		func(ctx context.Context) ([]float64, error) {
			list, err := r.client.ListRooms(ctx, &livekit.ListRoomsRequest{})
			people := uint32(0)
			for _, room := range list.GetRooms() {
				people += room.GetNumParticipants()
			}
			return []float64{float64(len(list.GetRooms())), float64(people)}, wrap("list the rooms", err)
		},
		prometheus.NewDesc("codecraft_video_rooms", "Rooms of video; for ten minutes after everybody has left, too.", nil, nil),
		prometheus.NewDesc("codecraft_video_participants", "People who are connected to rooms of video.", nil, nil),
	)
}
