#include "textflag.h"

// func vforkCall(trap, a1, a2 uintptr) (r1, errno uintptr)
//
// The return address is in a register here, of which parent and child have each their own.
TEXT ·vforkCall(SB),NOSPLIT|NOFRAME,$0-40
	MOVD a1+8(FP), R0
	MOVD a2+16(FP), R1
	MOVD $0, R2
	MOVD $0, R3
	MOVD $0, R4
	MOVD $0, R5
	MOVD trap+0(FP), R8
	SVC
	MOVD $0, R1
	CMN $4095, R0
	BCC done
	NEG R0, R1
	MOVD $-1, R0
done:
	MOVD R0, r1+24(FP)
	MOVD R1, errno+32(FP)
	RET
