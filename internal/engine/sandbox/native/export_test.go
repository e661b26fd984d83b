package native

// UncoverProc is what root does for its slots, for a test's ordinary user.
func UncoverProc() { uncoverProc() }
