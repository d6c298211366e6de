package io.processmanager.domain.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CallerTest {

  private static final Owner ALICE = new Owner("alice");
  private static final Owner BOB = new Owner("bob");

  @Test
  void aUserReachesWhatIsTheirsAndNothingElse() {
    Caller alice = Caller.user("alice");

    assertThat(alice.mayAccess(ALICE)).isTrue();
    assertThat(alice.mayAccess(BOB)).isFalse();
  }

  @Test
  void anAdminReachesEverything() {
    Caller admin = Caller.admin("root");

    assertThat(admin.mayAccess(new Owner("root"))).isTrue();
    assertThat(admin.mayAccess(ALICE)).isTrue();
  }

  @Property
  void aUserReachesAnOwnerExactlyWhenTheNamesAreEqual(
      @ForAll @AlphaChars @StringLength(min = 1, max = 2) String user,
      @ForAll @AlphaChars @StringLength(min = 1, max = 2) String owner) {
    assertThat(Caller.user(user).mayAccess(new Owner(owner))).isEqualTo(user.equals(owner));
    assertThat(Caller.admin(user).mayAccess(new Owner(owner))).isTrue();
  }

  @Test
  void anAdminIsNotAUserOfTheSameName() {
    assertThat(Caller.admin("alice")).isNotEqualTo(Caller.user("alice"));
    assertThat(Caller.admin("alice").owner()).isEqualTo(Caller.user("alice").owner());
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aCallerIsSomebody() {
    assertThatNullPointerException().isThrownBy(() -> new Caller.User(null)).withMessage("owner");
    assertThatNullPointerException().isThrownBy(() -> new Caller.Admin(null)).withMessage("owner");
  }
}
