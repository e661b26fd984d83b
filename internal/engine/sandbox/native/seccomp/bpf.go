package seccomp

import (
	"encoding/binary"
	"maps"
	"slices"

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

var allow = ret(unix.SECCOMP_RET_ALLOW)

// argument32 is the low half of an argument: what the kernel looks at where it takes an int.
func argument32(i int) instruction { return load(uint32(offArgs + 8*i)) }

var absent = refuse(unix.ENOSYS)

// segment is a run of call numbers with one body, from its first number on. A body ends in a return on every path.
type segment struct {
	first uint32
	body  []instruction
}

// segments puts the rules in order. Numbers without one are absent.
func segments(rules map[uint32][]instruction) []segment {
	numbers := slices.Sorted(maps.Keys(rules))
	out := []segment{{0, []instruction{absent}}}
	next := uint32(0)
	add := func(first uint32, body []instruction) {
		if last := out[len(out)-1]; last.first == first {
			out = out[:len(out)-1]
		}
		if len(out) == 0 || !slices.Equal(out[len(out)-1].body, body) {
			out = append(out, segment{first, body})
		}
	}
	for _, n := range numbers {
		if n > next {
			add(next, []instruction{absent})
		}
		add(n, rules[n])
		next = n + 1
	}
	add(next, []instruction{absent})
	return out
}

// assemble makes the filter: foreign architectures die, what has no rule is absent. Segments are found by halving, for the
// kernel runs the filter for every number when it is installed to learn which calls never need it (kernel 5.11).
func assemble(arch uint32, rules map[uint32][]instruction) []byte {
	prog := []instruction{
		load(offArch),
		jump(unix.BPF_JEQ, arch, 1, 0),
		ret(unix.SECCOMP_RET_KILL_PROCESS),
		load(offNumber),
	}
	prog = append(prog, halve(segments(rules))...)
	out := make([]byte, 0, 8*len(prog))
	for _, in := range prog {
		out = binary.NativeEndian.AppendUint16(out, in.code)
		out = append(out, in.jt, in.jf)
		out = binary.NativeEndian.AppendUint32(out, in.k)
	}
	return out
}

func halve(list []segment) []instruction {
	if len(list) == 1 {
		return list[0].body
	}
	mid := len(list) / 2
	low, high := halve(list[:mid]), halve(list[mid:])
	if len(low) < 256 { // the reach of a conditional jump
		return append(append([]instruction{jump(unix.BPF_JGE, list[mid].first, len(low), 0)}, low...), high...)
	}
	out := []instruction{
		jump(unix.BPF_JGE, list[mid].first, 0, 1),
		{code: unix.BPF_JMP | unix.BPF_JA, k: uint32(len(low))},
	}
	return append(append(out, low...), high...)
}
