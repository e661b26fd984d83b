#include "textflag.h"

// func vforkCall(trap, a1, a2 uintptr) (r1, errno uintptr)
//
// The child runs first, on the same stack. Its calls overwrite our return address, so that waits in a
// register, of which parent and child have each their own.
TEXT ·vforkCall(SB),NOSPLIT|NOFRAME,$0-40
	MOVQ a1+8(FP), DI
	MOVQ a2+16(FP), SI
	XORL DX, DX
	XORL R10, R10
	XORL R8, R8
	XORL R9, R9
	MOVQ trap+0(FP), AX
	POPQ R12
	SYSCALL
	PUSHQ R12
	MOVQ $0, errno+32(FP)
	MOVQ AX, r1+24(FP)
	CMPQ AX, $-4095
	JCS done
	MOVQ $-1, r1+24(FP)
	NEGQ AX
	MOVQ AX, errno+32(FP)
done:
	RET
