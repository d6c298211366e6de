package io.processmanager.adapters.os.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Machines and C libraries that are known here, and others. */
final class MachineTest {

  @Test
  void knownMachinesAreNamedAsJvmsNameThem() {
    assertThat(Machine.named("amd64")).contains(Machine.X86_64);
    assertThat(Machine.named("x86_64")).contains(Machine.X86_64);
    assertThat(Machine.named("aarch64")).contains(Machine.AARCH64);
    assertThat(Machine.named("riscv64")).isEmpty();
    assertThat(Machine.named("")).isEmpty();
  }

  @Test
  void unknownMachineIsRefusedByName() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> Machine.required(Optional.empty(), "riscv64"))
        .withMessageContaining("x86-64 and aarch64 only")
        .withMessageContaining("'riscv64'");
  }

  @Test
  void functionsThatTheLibraryLacksAreFound() {
    assertThat(Prerequisites.missingFunctions()).isEmpty();
    assertThat(Prerequisites.missingFunctions(function -> !function.startsWith("strerror")))
        .isEqualTo(List.of("strerrorname_np", "strerrordesc_np"));
  }
}
