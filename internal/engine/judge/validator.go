package judge

// Protocol is how a validator is called and how it says what it found.
type Protocol string

// The protocols.
const (
	// ProtocolKattis: validator input answer feedback_dir [args] < output; exit code 42 accepts, 43 refuses;
	// judgemessage.txt, teammessage.txt, score.txt, score_multiplier.txt and nextpass.in in the feedback folder.
	ProtocolKattis Protocol = "kattis"
	// ProtocolTestlib: checker input output answer, interactor input output [answer]; exit codes of testlib.
	ProtocolTestlib Protocol = "testlib"
)

// Validator is a program of a problem's author that decides whether an output is right. It is untrusted
// like any other: it is compiled and run in the sandbox within limits of its own.
type Validator struct {
	Protocol Protocol    `json:"protocol"`
	Language string      `json:"language"`
	Files    []NamedBlob `json:"files"`
	Entry    string      `json:"entry,omitempty"`
	Args     []string    `json:"args,omitempty"`
	// Interactive validators are talked to: each one's output is the other's input.
	Interactive bool `json:"interactive,omitempty"`
	// Checker judges what an interactive validator of ProtocolTestlib has written down; nil when that one decides.
	Checker *Validator `json:"checker,omitempty"`
	// Passes is how often the program may be run on one test, each time with the input the validator has
	// made for it; 0 is once.
	Passes int `json:"passes,omitempty"`
	// Scores is set when the validator says how much an accepted test earns.
	Scores    bool  `json:"scores,omitempty"`
	CPUTimeMs int64 `json:"cpuTimeMs,omitempty"`
	MemoryKb  int64 `json:"memoryKb,omitempty"`
	OutputKb  int64 `json:"outputKb,omitempty"`
}

// maxPasses bounds how often one test is run.
const maxPasses = 1000

func (v *Validator) validate(at string) error {
	switch {
	case v == nil:
		return nil
	case v.Protocol != ProtocolKattis && v.Protocol != ProtocolTestlib:
		return invalid(at+"/protocol", "there is no protocol %q of validators; use %q or %q", v.Protocol, ProtocolKattis, ProtocolTestlib)
	case v.Language == "":
		return invalid(at+"/language", "a validator needs a language")
	case len(v.Files) == 0:
		return invalid(at+"/files", "a validator needs a file")
	case v.Passes < 0 || v.Passes > maxPasses:
		return invalid(at+"/passes", "a test has between 1 and %d passes", maxPasses)
	case v.Passes > 1 && v.Protocol != ProtocolKattis:
		return invalid(at+"/passes", "only the protocol %q has several passes", ProtocolKattis)
	case v.CPUTimeMs < 0 || v.MemoryKb < 0 || v.OutputKb < 0:
		return invalid(at, "limits must not be negative")
	}
	if c := v.Checker; c != nil && (!v.Interactive || v.Protocol != ProtocolTestlib || c.Protocol != ProtocolTestlib || c.Interactive || c.Checker != nil) {
		return invalid(at+"/checker", "only an interactor of the protocol %q has a checker, which is an ordinary one", ProtocolTestlib)
	}
	if err := validateBlobs(at+"/files", v.Files); err != nil {
		return err
	}
	return v.Checker.validate(at + "/checker")
}

// validateStatic checks one that looks at sources.
func (v *Validator) validateStatic(at string) error {
	if v != nil && (v.Protocol != ProtocolKattis || v.Interactive || v.Passes > 1) {
		return invalid(at, "a static validator is one of the protocol %q that is run once", ProtocolKattis)
	}
	return v.validate(at)
}
