// Package httpx is what every HTTP server of the product shares: the middleware chain (request id, one
// log line a request, panics, limits, security headers, authentication, idempotency, metrics), the one
// place where an error becomes an answer, and the writers for event streams and cookies.
//
// Every failure, wherever it happens, is a JSON:API error document written by WriteError.
package httpx
