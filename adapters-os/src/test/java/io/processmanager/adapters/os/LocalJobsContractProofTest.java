package io.processmanager.adapters.os;

import io.processmanager.ports.contract.proof.JobsContractProof;
import io.processmanager.ports.inbound.JobsProvider;
import io.processmanager.ports.usecase.LocalJobs;

/** The contract's rules see through broken implementations, over the processes of this machine. */
final class LocalJobsContractProofTest extends JobsContractProof {

  @Override
  protected JobsProvider open() {
    return LocalJobs.open();
  }
}
