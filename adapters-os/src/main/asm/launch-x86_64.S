# long launch(struct call *calls)
#
# Makes the system calls of a table. Each entry is seven longs: the number of the
# call and its six arguments. The first entry blocks signals, the second is
# clone(2) or clone3(2) with CLONE_VM and CLONE_VFORK, the third gives the parent
# its signals back; all further ones are the child's, and the last of them is
# execve(2). The result is that of the second entry.
#
# The child shares the parent's memory and stack, and the parent is suspended
# until the child has executed its program or is gone. So the child writes
# nothing but this: into the number of a call that failed it puts the call's
# result, a negative error number, and exits. It uses no stack.
        .intel_syntax noprefix
        .text
launch:
        push    rbx
        push    r12
        push    r13
        mov     rbx, rdi
        lea     r13, [rip + blocked]
        jmp     next
blocked:
        lea     r13, [rip + cloned]
        jmp     next
cloned:
        test    rax, rax
        jz      child
        mov     r12, rax
        lea     r13, [rip + restored]
        jmp     next
restored:
        mov     rax, r12
        pop     r13
        pop     r12
        pop     rbx
        ret

child:
        add     rbx, 56
        lea     r13, [rip + called]
        jmp     next
called:
        cmp     rax, -4095
        jb      next                    # r13 still leads back to "called"
        mov     [rbx - 56], rax
        mov     edi, 127
        mov     eax, 231                # exit_group
        syscall

next:
        mov     rax, [rbx]
        mov     rdi, [rbx + 8]
        mov     rsi, [rbx + 16]
        mov     rdx, [rbx + 24]
        mov     r10, [rbx + 32]
        mov     r8, [rbx + 40]
        mov     r9, [rbx + 48]
        add     rbx, 56
        syscall
        jmp     r13
