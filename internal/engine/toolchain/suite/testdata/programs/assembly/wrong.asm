global main
extern puts

section .data
text:   db "something else", 0

section .text
main:   sub rsp, 8
        mov rdi, text
        call puts
        add rsp, 8
        xor eax, eax
        ret
