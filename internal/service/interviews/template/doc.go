// Package template keeps what an organization makes interviews of again and again: agenda, length, rubric and problems. An interview
// that was made of one is on its own: what is changed in the template changes no interview.
package template
