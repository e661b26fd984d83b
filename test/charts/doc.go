// Package charts holds the charts of Helm to what the product really is: its services and settings, the sandbox's needs, the queue's names;
// and to what operators count on: pods without rights, neighbours that reach one another and nobody else, values that are refused in
// sentences.
package charts
