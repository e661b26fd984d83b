// Package listing answers the lists of an API: pages, forwards and backwards, by the key of a row as the profile of
// cursors asks for, so that a page stays where it was whatever is inserted before it; sorts; what a filter holds; and the
// revision that a change is for. A list that was asked in a way it cannot answer says so in the same words everywhere.
package listing
