// long launch(struct call *calls); see launch-x86_64.S.
        .text
launch:
        stp     x19, x20, [sp, #-32]!
        str     x30, [sp, #16]
        mov     x19, x0
        bl      next
        bl      next
        cbz     x0, child
        mov     x20, x0
        bl      next
        mov     x0, x20
        ldr     x30, [sp, #16]
        ldp     x19, x20, [sp], #32
        ret

child:
        add     x19, x19, #56
called:
        bl      next
        cmn     x0, #4095
        b.lo    called
        stur    x0, [x19, #-56]
        mov     x0, #127
        mov     x8, #94                 // exit_group
        svc     #0

next:
        ldp     x8, x0, [x19]
        ldp     x1, x2, [x19, #16]
        ldp     x3, x4, [x19, #32]
        ldr     x5, [x19, #48]
        add     x19, x19, #56
        svc     #0
        ret
