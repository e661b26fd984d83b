// Package request reads what clients of a JSON:API send: the media types they name, a document held strictly to JSON, the resource
// object in it, and its attributes held against the rules of their types. Every fault is located and worded for people.
package request
