// Package schema describes resource types: what reflection finds in their structs, and the components of an OpenAPI 3.1 document
// that follow from it, once a type. What is read, what creation takes and what an update takes are of one struct and its tags.
package schema
