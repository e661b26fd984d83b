package invitation

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// utf16le is the text as a browser hands it on that took each byte for a character.
func utf16le(text string) string {
	out := "\u00ff\u00fe"
	for _, u := range utf16.Encode([]rune(text)) {
		out += string(rune(u&0xff)) + string(rune(u>>8))
	}
	return out
}

func TestReadPeople(t *testing.T) {
	for sentence, c := range map[string]struct {
		text string
		want string // + invited, = merged, ! refused, each with its line
	}{
		"a header names the columns":               {"name,email\nAda Lovelace,ada@x.example\n", "+2 Ada Lovelace ada@x.example"},
		"columns may be swapped":                   {"email;name\nada@x.example;Ada\n", "+2 Ada ada@x.example"},
		"first and last name":                      {"First Name,Last Name,Email\nAda,Lovelace,ada@x.example\n", "+2 Ada Lovelace ada@x.example"},
		"last and first name, other columns":       {"Phone,Last_Name,E-Mail,First_Name\n1,Lovelace,ada@x.example,Ada\n", "+2 Ada Lovelace ada@x.example"},
		"tabs from a spreadsheet":                  {"ada@x.example\tAda\ngrace@x.example\tGrace\n", "+1 Ada ada@x.example|+2 Grace grace@x.example"},
		"a line with tabs among lines with commas": {"ada@x.example,Ada\ngrace@x.example,Grace\nkim@x.example\tKim\n", "+1 Ada ada@x.example|+2 Grace grace@x.example|+3 Kim kim@x.example"},
		"a person a line":                          {"Ada <ada@x.example>\ngrace@x.example\n", "+1 Ada ada@x.example|+2 grace@x.example"},
		"a name with a comma, in quotes":           {"name,email\n\"Lovelace, Ada\",ada@x.example\n", "+2 Lovelace, Ada ada@x.example"},
		"a semicolon in a quoted name":             {"\"Doe; Jane\" <j@x.example>\nada@x.example\n", "+1 Doe; Jane j@x.example|+2 ada@x.example"},
		"Outlook":                                  {"\"Doe, Jane\" <j@x.example>\n", "+1 Doe, Jane j@x.example"},
		"Outlook without quotes":                   {"Doe, Jane <j@x.example>\n", "+1 Doe, Jane j@x.example"},
		"Outlook, several in a line":               {"\"Doe, Jane\" <j@x.example>; Ada <ada@x.example>\n", "+1 Doe, Jane j@x.example|+1 Ada ada@x.example"},
		"three in a line by commas":                {"a@x.example, b@x.example, c@x.example\n", "+1 a@x.example|+1 b@x.example|+1 c@x.example"},
		"three in a line by semicolons":            {"a@x.example; B <b@x.example>; c@x.example;\n", "+1 a@x.example|+1 B b@x.example|+1 c@x.example"},
		"three in a line by spaces":                {"a@x.example b@x.example c@x.example\n", "+1 a@x.example|+1 b@x.example|+1 c@x.example"},
		"three under a header":                     {"email\na@x.example, b@x.example, c@x.example\n", "+2 a@x.example|+2 b@x.example|+2 c@x.example"},
		"a bad one among good ones":                {"a@x.example\nEve <\"g h\"@o.example>\nb@x.example\n", "+1 a@x.example|!2|+3 b@x.example"},
		"a bad one among good ones, a line":        {"a@x.example, b@nowhere, c@x.example\n", "+1 a@x.example|!1|+1 c@x.example"},
		"a line feed in a quoted cell":             {"name,email\n\"Ada\nLovelace\",ada@x.example\nGrace,grace@x.example\n", "+2 Ada Lovelace ada@x.example|+4 Grace grace@x.example"},
		"a stray quote swallows nobody":            {"\"Ada,ada@x.example\nGrace,grace@x.example\n", "+1 Ada ada@x.example|+2 Grace grace@x.example"},
		"CR alone":                                 {"name,email\rAda,ada@x.example\rGrace,grace@x.example\r", "+2 Ada ada@x.example|+3 Grace grace@x.example"},
		"a byte order mark and CRLF":               {"\ufeffname,email\r\nAda,ada@x.example\r\n", "+2 Ada ada@x.example"},
		"UTF-16":                                   {utf16le("name,email\r\nZoë,zoe@x.example\r\n"), "+2 Zoë zoe@x.example"},
		"lower case":                               {"ADA@X.example\n", "+1 ada@x.example"},
		"the same address twice":                   {"ada@x.example\nADA@x.example\n", "+1 ada@x.example|=2 ada@x.example"},
		"characters of no width":                   {"ada@x.example\n\u200bada@x.ex\u00adample\ufeff\n", "+1 ada@x.example|=2 ada@x.example"},
		"both forms of a domain":                   {"ada@bücher.example\nada@xn--bcher-kva.example\nada@bu\u0308cher.example\n", "+1 ada@xn--bcher-kva.example|=2 ada@xn--bcher-kva.example|=3 ada@xn--bcher-kva.example"},
		"a line without an address":                {"ada@x.example\nnobody\n", "+1 ada@x.example|!2"},
		"lines of spaces are none":                 {"\n  \nada@x.example\n\t\n", "+3 ada@x.example"},
		"garbage":                                  {"\x01\x02,\"\n<<>>\n@\n", "!1|!2|!3"},
	} {
		t.Run(sentence, func(t *testing.T) {
			people, err := readPeople(c.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range people {
				mark := map[string]string{lineInvited: "+", lineMerged: "=", lineRefused: "!"}[p.Result]
				got = append(got, strings.Join(strings.Fields(mark+string(rune('0'+p.Line))+" "+p.Name+" "+p.Email), " "))
				if (p.Detail == "") != (p.Result == lineInvited) {
					t.Errorf("%+v says no reason, or one too many", p)
				}
				m := mail.Message{To: p.Email, ToName: p.Name, Subject: "x", Text: "x", Kind: "x"}
				if err := m.Validate(); p.Result != lineRefused && err != nil {
					t.Errorf("the sender refuses %+v: %v", p, err)
				}
			}
			if s := strings.Join(got, "|"); s != c.want {
				t.Errorf("got  %s\nwant %s\n%+v", s, c.want, people)
			}
		})
	}
}
