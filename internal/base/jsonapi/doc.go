// Package jsonapi serves JSON:API 1.1 from plain Go structs and describes it as OpenAPI 3.1.
//
// A service declares a struct of attributes, a struct of relationships and a Collection of functions;
// Register mounts every endpoint JSON:API asks for: lists with sort, filter, include, fieldsets and
// cursors; resources; related resources; relationships; creation, update and deletion. Endpoints that are
// no collection are an Action (still JSON:API) or a Plain one (streams, exports).
//
// What holds everywhere: a document is checked whole before a function of the service sees it, and every
// fault names its place in the request. Functions answer errors of package errs and never see HTTP.
//
// Struct tags of attributes, beside those of huma (minLength, maximum, pattern, enum, format, doc, ...):
//
//	readOnly:"true"   the server's own; refused with 403 unless it is sent back unchanged
//	writeOnly:"true"  taken, never answered (passwords)
//	immutable:"true"  taken on creation only
//	default:"5"       laid in on creation
//	required:"false"  may be left out on creation, as may pointers and omitempty
//
// Relationships take readOnly, immutable and required:"true" (must be named on creation).
package jsonapi
