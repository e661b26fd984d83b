package native

import (
	"encoding/binary"
	"sort"

	"golang.org/x/sys/unix"
)

// instruction is one of the classic BPF machine (struct sock_filter).
type instruction struct {
	code   uint16
	jt, jf uint8
	k      uint32
}

// Offsets into struct seccomp_data.
const (
	offNumber = 0
	offArch   = 4
	offArgs   = 16
)

// x32Bit marks the second system call table of amd64 kernels.
const x32Bit = 0x40000000

func load(off uint32) instruction {
	return instruction{code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, k: off}
}
func ret(k uint32) instruction { return instruction{code: unix.BPF_RET | unix.BPF_K, k: k} }
func refuse(e unix.Errno) instruction {
	return ret(unix.SECCOMP_RET_ERRNO | uint32(e))
}

func jump(op uint16, k uint32, jt, jf int) instruction {
	return instruction{code: unix.BPF_JMP | op | unix.BPF_K, jt: uint8(jt), jf: uint8(jf), k: k}
}

// rule decides on one system call. Its body ends in a return on every path.
type rule struct {
	number uint32
	body   []instruction
}

var allow = ret(unix.SECCOMP_RET_ALLOW)

// argument32 is the low half of an argument: what the kernel looks at where it takes an int.
func argument32(i int) instruction { return load(uint32(offArgs + 8*i)) }

// assemble makes the filter: foreign architectures die, everything without a rule is allowed. Rules are
// found by halving, for the kernel runs the filter for every number when it is installed to learn which
// calls never need it (kernel 5.11).
func assemble(arch uint32, rules []rule) []byte {
	sort.Slice(rules, func(i, j int) bool { return rules[i].number < rules[j].number })
	prog := []instruction{
		load(offArch),
		jump(unix.BPF_JEQ, arch, 1, 0),
		ret(unix.SECCOMP_RET_KILL_PROCESS),
		load(offNumber),
	}
	if arch == unix.AUDIT_ARCH_X86_64 {
		prog = append(prog, jump(unix.BPF_JGE, x32Bit, 0, 1), refuse(unix.ENOSYS))
	}
	prog = append(prog, halve(rules)...)
	out := make([]byte, 0, 8*len(prog))
	for _, in := range prog {
		out = binary.NativeEndian.AppendUint16(out, in.code)
		out = append(out, in.jt, in.jf)
		out = binary.NativeEndian.AppendUint32(out, in.k)
	}
	return out
}

func halve(rules []rule) []instruction {
	if len(rules) <= 2 {
		var out []instruction
		for _, r := range rules {
			out = append(out, jump(unix.BPF_JEQ, r.number, 0, len(r.body)))
			out = append(out, r.body...)
		}
		return append(out, allow)
	}
	mid := len(rules) / 2
	low, high := halve(rules[:mid]), halve(rules[mid:])
	// A conditional jump reaches 255 instructions, an unconditional one all.
	out := []instruction{
		jump(unix.BPF_JGE, rules[mid].number, 0, 1),
		{code: unix.BPF_JMP | unix.BPF_JA, k: uint32(len(low))},
	}
	return append(append(out, low...), high...)
}
