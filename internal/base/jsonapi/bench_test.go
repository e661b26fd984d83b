package jsonapi_test

import "testing"

func BenchmarkGet(b *testing.B) {
	_, _, h := newDemo(b)
	for b.Loop() {
		send(h, must{do: "GET /v1/problems/1"})
	}
}

func BenchmarkCreateRefused(b *testing.B) {
	_, _, h := newDemo(b)
	for b.Loop() {
		send(h, must{do: "POST /v1/problems", body: created(`{"title":"x","slug":"s"}`)})
	}
}
