// Package collab shares documents between people who type at once.
package collab
