package polygon

// document is problem.xml, as far as it is read.
type document struct {
	ShortName  string      `xml:"short-name,attr"`
	Names      []name      `xml:"names>name"`
	Statements []statement `xml:"statements>statement"`
	Judging    judging     `xml:"judging"`
	Resources  []resource  `xml:"files>resources>file"`
	Checker    *asset      `xml:"assets>checker"`
	Interactor *asset      `xml:"assets>interactor"`
	Validators []asset     `xml:"assets>validators>validator"`
	Solutions  []solution  `xml:"assets>solutions>solution"`
	Tags       []struct {
		Value string `xml:"value,attr"`
	} `xml:"tags>tag"`
}

type name struct {
	Language string `xml:"language,attr"`
	Value    string `xml:"value,attr"`
}

type statement struct {
	Language string `xml:"language,attr"`
	Path     string `xml:"path,attr"`
	Type     string `xml:"type,attr"`
}

type judging struct {
	InputFile  string    `xml:"input-file,attr"`
	OutputFile string    `xml:"output-file,attr"`
	Testsets   []testset `xml:"testset"`
}

type testset struct {
	Name          string  `xml:"name,attr"`
	TimeLimit     int64   `xml:"time-limit"`   // ms
	MemoryLimit   int64   `xml:"memory-limit"` // bytes
	TestCount     int     `xml:"test-count"`
	InputPattern  string  `xml:"input-path-pattern"`
	AnswerPattern string  `xml:"answer-path-pattern"`
	Tests         []test  `xml:"tests>test"`
	Groups        []group `xml:"groups>group"`
}

type test struct {
	Method string  `xml:"method,attr"` // manual or generated
	Sample bool    `xml:"sample,attr"`
	Group  string  `xml:"group,attr"`
	Points float64 `xml:"points,attr"`
}

type group struct {
	Name         string  `xml:"name,attr"`
	Points       float64 `xml:"points,attr"`
	Policy       string  `xml:"points-policy,attr"` // complete-group or each-test
	Dependencies []struct {
		Group string `xml:"group,attr"`
	} `xml:"dependencies>dependency"`
}

type resource struct {
	Path     string `xml:"path,attr"`
	ForTypes string `xml:"for-types,attr"`
	Assets   []struct {
		Name string `xml:"name,attr"`
	} `xml:"assets>asset"`
}

// asset is a program of the author's.
type asset struct {
	Name   string `xml:"name,attr"` // std::wcmp.cpp for one of Polygon's own
	Type   string `xml:"type,attr"` // testlib
	Source source `xml:"source"`
}

type source struct {
	Path string `xml:"path,attr"`
	Type string `xml:"type,attr"` // cpp.g++17
}

type solution struct {
	Tag    string `xml:"tag,attr"`
	Source source `xml:"source"`
}
