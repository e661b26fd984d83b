global _start

section .bss
buffer: resb 65536

section .text
_start: mov rax, 0
        mov rdi, 0
        mov rsi, buffer
        mov rdx, 65536
        syscall
        test rax, rax
        jle done
        mov rdx, rax
        mov rax, 1
        mov rdi, 1
        mov rsi, buffer
        syscall
        jmp _start
done:   mov rax, 60
        mov rdi, 0
        syscall
