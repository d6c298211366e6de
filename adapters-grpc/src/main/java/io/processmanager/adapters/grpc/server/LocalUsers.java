package io.processmanager.adapters.grpc.server;

import io.grpc.Attributes;
import io.processmanager.adapters.grpc.tls.ClientIdentity;
import io.processmanager.adapters.grpc.tls.ClientIdentity.Reason;
import io.processmanager.adapters.grpc.wire.ThisProcess;
import io.processmanager.domain.owner.Caller;
import java.time.Instant;
import java.util.Set;

/** Knows clients by the user that they ran as when they connected. */
final class LocalUsers implements PeerIdentity {

  private final Set<Long> adminUids;
  private final long nobody;

  /**
   * @param adminUids who reaches all jobs
   * @param nobody what the kernel says of a user that has no number here; user_namespaces(7)
   */
  LocalUsers(Set<Long> adminUids, long nobody) {
    this.adminUids = Set.copyOf(adminUids);
    this.nobody = nobody;
  }

  /** The users of this machine. */
  static LocalUsers withAdmins(Set<Long> adminUids) {
    return new LocalUsers(adminUids, ThisProcess.overflowUid());
  }

  @Override
  public ClientIdentity identify(Attributes transport) {
    Long uid = transport.get(PeerCredentials.UID);
    if (uid == null) {
      return new ClientIdentity.Refused(
          Reason.PEER_USER_NOT_KNOWN, "the kernel does not tell which user has connected");
    }
    if (uid == nobody) {
      return new ClientIdentity.Refused(
          Reason.PEER_USER_HAS_NO_NUMBER,
          "the kernel says user "
              + uid
              + ", which it says of each user that has no number in the worker's user namespace:"
              + " who that is nobody knows");
    }
    String name = ClientIdentity.LOCAL_USER + uid;
    return new ClientIdentity.Verified(
        adminUids.contains(uid) ? Caller.admin(name) : Caller.user(name), Instant.MAX);
  }

  @Override
  public String describe(Attributes transport) {
    return "from=unix uid=" + transport.get(PeerCredentials.UID);
  }
}
