package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.InjectedErrno;
import io.processmanager.adapters.os.libc.ResourceLimits.Pair;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The limit on descriptors of a process that is made up. */
final class DescriptorLimitTest {

  private static final DescriptorLimit.Use LEFT_ALONE =
      new DescriptorLimit.Use(false, OptionalLong.empty());
  private static final DescriptorLimit.Use RAISED =
      new DescriptorLimit.Use(true, OptionalLong.empty());

  private Pair own = new Pair(500, 4000);
  private boolean raisedByJvm = true;
  private int refusal;

  private final DescriptorLimit limit =
      new DescriptorLimit(
          new DescriptorLimit.Own() {
            @Override
            public Pair get() {
              return own;
            }

            @Override
            public void set(Pair wanted) throws ErrnoException {
              if (refusal != 0) {
                throw InjectedErrno.of("prlimit", refusal);
              }
              own = wanted;
            }

            @Override
            public boolean isRaisedByJvm() {
              return raisedByJvm;
            }
          });

  @Test
  void limitThatTheJvmLeftAloneIsHandedOn() throws Exception {
    assertThat(limit.apply(LEFT_ALONE)).contains(new Pair(500, 4000));
    assertThat(own).isEqualTo(new Pair(500, 4000));
  }

  @Test
  void limitThatTheJvmRaisedIsNotHandedOn() throws Exception {
    own = new Pair(4000, 4000);

    assertThat(limit.apply(LEFT_ALONE)).contains(new Pair(1024, 4000));
  }

  @Test
  void limitThatIsTheHardOneWithoutTheJvmsDoingIsHandedOn() throws Exception {
    own = new Pair(4000, 4000);
    raisedByJvm = false;

    assertThat(limit.apply(LEFT_ALONE)).contains(new Pair(4000, 4000));
  }

  @Test
  void lowHardLimitIsNeverExceeded() throws Exception {
    own = new Pair(100, 100);

    assertThat(limit.apply(LEFT_ALONE)).contains(new Pair(100, 100));
    assertThat(limit.apply(new DescriptorLimit.Use(false, OptionalLong.of(5000))))
        .contains(new Pair(100, 100));
  }

  @Test
  void limitForJobsThatIsAskedForCounts() throws Exception {
    own = new Pair(4000, 4000);

    assertThat(limit.apply(new DescriptorLimit.Use(true, OptionalLong.of(2000))))
        .contains(new Pair(2000, 4000));
  }

  @Test
  void whatOneEngineRaisedAnotherDoesNotHandOn() throws Exception {
    limit.apply(RAISED);

    assertThat(own).isEqualTo(new Pair(4000, 4000));
    assertThat(limit.apply(LEFT_ALONE)).contains(new Pair(500, 4000));
  }

  @Test
  void hardLimitAboveWhatTheKernelAllowsKeepsNoEngineFromOpening() throws Exception {
    refusal = Errno.EPERM;

    try (LogOf log = new LogOf(DescriptorLimit.class)) {
      assertThat(limit.apply(RAISED)).isEmpty();
      assertThat(own).isEqualTo(new Pair(500, 4000));
      assertThat(log.lines()).singleElement().asString().startsWith("WARNING ");
    }
  }

  @Test
  void otherRefusalIsNotHidden() {
    refusal = Errno.ENOMEM;

    assertThatExceptionOfType(ErrnoException.class).isThrownBy(() -> limit.apply(RAISED));
  }
}
