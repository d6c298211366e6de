package io.processmanager.ports.usecase;

import io.processmanager.ports.outbound.Audit;

/** An audit whose failure keeps no job from its way. */
final class GuardedAudit implements Audit {

  private static final System.Logger LOG = System.getLogger(GuardedAudit.class.getName());

  private final Audit audit;

  private GuardedAudit(Audit audit) {
    this.audit = audit;
  }

  /** The audit, guarded; as it is, if it keeps no trail. */
  static Audit of(Audit audit) {
    return audit.equals(Audit.none()) ? audit : new GuardedAudit(audit);
  }

  @Override
  public void record(Event event) {
    try {
      audit.record(event);
    } catch (RuntimeException | Error failure) {
      LOG.log(System.Logger.Level.ERROR, "the audit failed to record an event", failure);
    }
  }
}
