package io.processmanager.adapters.os.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The instructions between clone(2) and execve(2), on both machines. */
final class LaunchCodeTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Machine.class)
  void instructionsAreThoseOfTheirSource(Machine machine) throws Exception {
    String assembler = Toolchain.tool(machine, "as");
    assumeTrue(Toolchain.has(assembler), "there is no " + assembler + " on this machine");
    String source = "src/main/asm/launch-" + machine.name().toLowerCase(Locale.ROOT) + ".S";
    Path object = directory.resolve("launch.o");
    Path code = directory.resolve("launch.bin");

    Toolchain.run(assembler, "-o", object.toString(), source);
    Toolchain.run(
        Toolchain.tool(machine, "objcopy"),
        "-O",
        "binary",
        "-j",
        ".text",
        object.toString(),
        code.toString());

    assertThat(LaunchCode.instructions(machine)).isEqualTo(Files.readAllBytes(code));
  }

  /**
   * Runs them in a C program. Where the machine is not this one, an emulator does; it makes fork(2)
   * of vfork(2), so the table lies in shared memory.
   */
  @ParameterizedTest
  @EnumSource(Machine.class)
  void instructionsStartAProgramOrTellWhichCallFailed(Machine machine) throws Exception {
    String compiler = Toolchain.tool(machine, "gcc");
    assumeTrue(Toolchain.has(compiler), "there is no " + compiler + " on this machine");
    String emulator = "qemu-" + machine.name().toLowerCase(Locale.ROOT);
    boolean foreign = machine != Machine.current();
    assumeTrue(!foreign || Toolchain.has(emulator), "there is no " + emulator + " here");
    Path source = Files.writeString(directory.resolve("run.c"), program(machine));
    String program = directory.resolve("run").toString();

    Toolchain.run(compiler, "-static", "-o", program, source.toString());

    assertThat(foreign ? Toolchain.run(emulator, program) : Toolchain.run(program))
        .isEqualTo("umask 27, exit 3\nfailed call 5: -9, exit 127\n");
  }

  private static String program(Machine machine) {
    String code =
        HexFormat.ofDelimiter(",").withPrefix("0x").formatHex(LaunchCode.instructions(machine));
    return """
    #define _GNU_SOURCE
    #include <sched.h>
    #include <signal.h>
    #include <stdio.h>
    #include <string.h>
    #include <sys/mman.h>
    #include <sys/stat.h>
    #include <sys/syscall.h>
    #include <sys/wait.h>
    static unsigned char code[] = {CODE};
    typedef long call[7];
    static void run(char **argv, long badDescriptor) {
      void *place = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      call *table = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
      memcpy(place, code, sizeof code);
      mprotect(place, 4096, PROT_READ | PROT_EXEC);
      static unsigned long all = -1, old, none;
      call calls[] = {
          {SYS_rt_sigprocmask, SIG_SETMASK, (long) &all, (long) &old, 8},
          {SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD},
          {SYS_rt_sigprocmask, SIG_SETMASK, (long) &old, 0, 8},
          {SYS_setsid},
          {SYS_umask, 027},
          {SYS_fchdir, badDescriptor},
          {SYS_rt_sigprocmask, SIG_SETMASK, (long) &none, 0, 8},
          {SYS_execve, (long) argv[0], (long) argv, 0}};
      if (badDescriptor == 0)
        calls[5][0] = SYS_getpid;
      memcpy(table, calls, sizeof calls);
      int status;
      pid_t child = ((long (*)(call *)) place)(table);
      waitpid(child, &status, 0);
      for (int i = 0; i < 8; i++)
        if (table[i][0] < 0)
          printf("failed call %d: %ld, ", i, table[i][0]);
      printf("exit %d\\n", WEXITSTATUS(status));
      fflush(stdout);
    }
    int main(int argc, char **argv) {
      char *shell[] = {"/bin/sh", "-c", "printf 'umask %o, ' $(umask); exit 3", 0};
      run(shell, 0);
      run(shell, -1);
    }
    """
        .replace("CODE", code);
  }
}
