global main
extern malloc
extern memset

section .text
main:   sub rsp, 8
again:  mov rdi, 1048576
        call malloc
        mov rdi, rax
        mov rsi, 1
        mov rdx, 1048576
        call memset
        jmp again
