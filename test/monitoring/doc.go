// Package monitoring holds what operators are given to watch the product with to what the product really tells: alerts, their
// tests and runbooks, and dashboards.
package monitoring
