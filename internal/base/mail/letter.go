package mail

import (
	_ "embed"
	"html/template"
	"io/fs"
	"net/url"
	"strings"
	texttemplate "text/template"
)

// Letter is what every mail has around its own words: the page of each stands in the same frame.
type Letter struct {
	To        string
	ToName    string // empty when we do not know
	Heading   string // the subject, and the title of the page
	Link      string // what to do: a button, and the plain address below it; none when empty
	LinkLabel string
	PublicURL string // where people reach the installation
}

// Site is the host people know the installation by.
func (l Letter) Site() string {
	site, err := url.Parse(l.PublicURL)
	if err != nil {
		return l.PublicURL
	}
	return site.Host
}

// longest is how much of a name a subject and a button show: a mail program cuts what is longer, in its own way.
const longest = 120

// Brief is a text on one line, cut to what a subject or a button shows.
func Brief(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) <= longest {
		return string(line)
	}
	return strings.TrimSpace(string(line[:longest-1])) + "…"
}

//go:embed frame.html
var frameText string

var frame = template.Must(template.New("frame").Parse(frameText))

// Words are the texts of a service's mails: KIND.txt, and KIND.html for inside the frame.
type Words struct {
	texts *texttemplate.Template
	pages *template.Template
}

// MustWords reads the files of a folder; that they can be read is known once the program starts.
func MustWords(files fs.FS, folder string) Words {
	return Words{
		texts: texttemplate.Must(texttemplate.ParseFS(files, folder+"/*.txt")),
		pages: template.Must(template.ParseFS(files, folder+"/*.html")),
	}
}

// Write makes the mail of a kind. What its words may say is data, of which l is a part.
func (w Words) Write(kind string, l Letter, data any) (Message, error) {
	var text, body, page strings.Builder
	if err := w.texts.ExecuteTemplate(&text, kind+".txt", data); err != nil {
		return Message{}, err
	}
	if err := w.pages.ExecuteTemplate(&body, kind+".html", data); err != nil {
		return Message{}, err
	}
	framed := struct {
		Letter
		Body template.HTML
	}{l, template.HTML(strings.TrimSpace(body.String()))} //nolint:gosec // the template escaped it
	if err := frame.Execute(&page, framed); err != nil {
		return Message{}, err
	}
	return Message{To: l.To, ToName: l.ToName, Subject: Brief(l.Heading), Text: text.String(), HTML: page.String(), Kind: kind}, nil
}
