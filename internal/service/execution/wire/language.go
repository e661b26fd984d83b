package wire

import "github.com/codecraft-hq/codecraft/internal/engine/toolchain"

// Language is one row of the language table as a worker has it.
type Language struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Version   string `json:"version,omitempty"`
	Available bool   `json:"available"`
	Install   string `json:"install,omitempty"` // how to get it, when it is not available
	Editor    string `json:"editor"`            // editor mode
	FileName  string `json:"fileName"`
	Hello     string `json:"hello"`
	// Flags are the compiler flags that programs may ask for, as regular expressions that match one whole.
	Flags []string `json:"flags,omitempty"`
}

// LanguageOf is a row of the table before anybody has it.
func LanguageOf(l toolchain.Language) Language {
	var flags []string
	for _, rule := range l.Flags {
		flags = append(flags, rule.Pattern)
	}
	return Language{
		Flags: flags, ID: l.ID, Name: l.Name, Editor: l.Editor, FileName: l.Source.Name, Hello: l.Starter, Install: l.HowToInstall(),
	}
}
