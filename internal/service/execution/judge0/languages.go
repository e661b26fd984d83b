package judge0

import (
	_ "embed"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

//go:embed languages.yaml
var numbersFile []byte

// numbers are Judge0's ids and ours for each, in the order of preference.
var numbers = func() map[int][]string {
	all := map[int][]string{}
	if err := yaml.Unmarshal(numbersFile, &all); err != nil {
		panic(err) // a test parses the embedded table
	}
	return all
}()

// multiFile is the number of a program that brings its own scripts to compile and run it.
const multiFile = 89

// ownNumber is the number of a language that Judge0 has none for: it stays with the language's id and is above all of
// Judge0's.
func ownNumber(id string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return 1000 + int(h.Sum32()%1_000_000)
}

// language is a row of GET /languages/all. What is known but not installed here is called archived.
type language struct {
	ID       int    `json:"id"`
	Name     string `json:"name"`
	Archived bool   `json:"is_archived"`

	own wire.Language
}

// languageTable numbers the languages as the workers have them now.
func languageTable(have []wire.Language) []language {
	byID, named := map[string]wire.Language{}, map[string]bool{}
	for _, l := range have {
		byID[l.ID] = l
	}
	table := map[int]language{}
	for number, ids := range numbers {
		if l, ok := preferred(ids, byID); ok {
			table[number], named[l.ID] = numbered(number, l), true
		}
	}
	for _, l := range have {
		if number := ownNumber(l.ID); !named[l.ID] {
			table[number] = numbered(number, l)
		}
	}
	if bash, ok := byID["bash"]; ok {
		table[multiFile] = language{ID: multiFile, Name: "Multi-file program", Archived: !bash.Available, own: bash}
	}
	var rows []language
	for _, number := range slices.Sorted(maps.Keys(table)) {
		rows = append(rows, table[number])
	}
	return rows
}

// preferred is the first of the ids that can be used, else the first that is known.
func preferred(ids []string, known map[string]wire.Language) (best wire.Language, found bool) {
	for _, id := range ids {
		l, ok := known[id]
		if ok && l.Available {
			return l, true
		}
		if ok && !found {
			best, found = l, true
		}
	}
	return best, found
}

func numbered(number int, l wire.Language) language {
	row := language{ID: number, Name: l.Name, Archived: !l.Available, own: l}
	if l.Version != "" {
		row.Name = fmt.Sprintf("%s (%s)", l.Name, l.Version)
	}
	return row
}

// available reports whether anything can be run: without a worker no language is there, which says nothing of them.
func available(table []language) bool {
	return slices.ContainsFunc(table, func(l language) bool { return !l.Archived })
}

func languageNumbered(table []language, number int) (language, bool) {
	at := slices.IndexFunc(table, func(l language) bool { return l.ID == number })
	if at < 0 {
		return language{}, false
	}
	return table[at], true
}
