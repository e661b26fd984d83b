package execution

// References are for the tests that hold them to the tables.
var References = references
