package request

import "github.com/danielgtaylor/huma/v2/validation"

// nothing is how people call what is shorter than one.
var nothing = map[string]string{
	"use at least 1 characters": "do not leave this empty",
	"give at least 1 of them":   "give at least one",
	"give at least 1 entries":   "give at least one entry",
	"give at most 1 of them":    "give at most one",
}

// The library words its faults for who reads schemas. Ours stand beside the fields of forms: they say what to do. They
// are set before any schema is made, which keeps copies. Reasons of the library's own (%.0s) are left out.
func init() {
	for message, words := range map[*string]string{
		&validation.MsgUnexpectedProperty:             "this is not known here: leave it out",
		&validation.MsgExpectedRFC3339DateTime:        "give a date with a time and its zone, such as 2026-03-01T12:00:00Z",
		&validation.MsgExpectedRFC3339Date:            "give a date such as 2026-03-01",
		&validation.MsgExpectedRFC5322Email:           "give an e-mail address such as ada@example.org%.0s",
		&validation.MsgExpectedRFC3986URI:             "give an address such as https://example.org/page%.0s",
		&validation.MsgExpectedRFC4122UUID:            "give an id such as 018f0000-0000-7000-8000-000000000000%.0s",
		&validation.MsgExpectedBoolean:                "give true or false",
		&validation.MsgExpectedNumber:                 "give a number",
		&validation.MsgExpectedInteger:                "give a whole number",
		&validation.MsgExpectedString:                 "give a text",
		&validation.MsgExpectedBase64String:           "give it in Base64",
		&validation.MsgExpectedArray:                  "give a list",
		&validation.MsgExpectedObject:                 "give an object of names and values",
		&validation.MsgExpectedArrayItemsUnique:       "give each only once",
		&validation.MsgExpectedOneOf:                  "choose one of: %s",
		&validation.MsgExpectedMinimumNumber:          "give at least %v",
		&validation.MsgExpectedExclusiveMinimumNumber: "give more than %v",
		&validation.MsgExpectedMaximumNumber:          "give at most %v",
		&validation.MsgExpectedExclusiveMaximumNumber: "give less than %v",
		&validation.MsgExpectedMinLength:              "use at least %d characters",
		&validation.MsgExpectedMaxLength:              "use at most %d characters",
		&validation.MsgExpectedBePattern:              "this must be %s",
		&validation.MsgExpectedMatchPattern:           "this does not have the form that is wanted here%.0s",
		&validation.MsgExpectedMinItems:               "give at least %d of them",
		&validation.MsgExpectedMaxItems:               "give at most %d of them",
		&validation.MsgExpectedMinProperties:          "give at least %d entries",
		&validation.MsgExpectedMaxProperties:          "give at most %d entries",
		&validation.MsgExpectedRequiredProperty:       "give %s too: it is missing",
	} {
		*message = words
	}
}
