package open

import (
	"strings"
	"testing"
)

// Whatever an operator may set of mail is refused here, at the start, where it cannot work.
func TestMailServersAreWrittenAsPeopleWriteThem(t *testing.T) {
	for addr, fault := range map[string]string{
		"mail.example.org": "", "mail.example.org:25": "", "127.0.0.1:2525": "", "[::1]:25": "", "[2001:db8::1]:587": "",
		"mail.example.org:smtp": "--smtp-addr", "mail.example.org:70000": "--smtp-addr", "::1": "--smtp-addr", ":25": "host is missing",
	} {
		_, err := Mails(MailConfig{SMTPAddr: addr, MailFrom: "CodeCraft <no-reply@example.org>"}, t.TempDir())
		if fault == "" && err != nil || fault != "" && (err == nil || !strings.Contains(err.Error(), fault)) {
			t.Errorf("%s: got %v, want %q", addr, err, fault)
		}
	}
	for name, c := range map[string]MailConfig{
		"/nowhere.pem": {SMTPAddr: "h", SMTPCA: "/nowhere.pem", MailFrom: "a@example.org"},
		"not \"a b\"":  {SMTPAddr: "h", SMTPHello: "a b", MailFrom: "a@example.org"},
	} {
		if _, err := Mails(c, t.TempDir()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %s", err, name)
		}
	}
}
