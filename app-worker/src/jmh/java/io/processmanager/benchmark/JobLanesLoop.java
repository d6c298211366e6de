package io.processmanager.benchmark;

/** The SDK as {@link ProcessBuilderLoop} has its processes: a virtual thread for each in flight. */
final class JobLanesLoop implements SpawnLoop {

  private final JobsLoop jobs;
  private final Lanes lanes = new Lanes();

  /**
   * @param jobs closed with this
   */
  JobLanesLoop(JobsLoop jobs) {
    this.jobs = jobs;
  }

  @Override
  public void run(int count, int inFlight) throws Exception {
    lanes.run(count, inFlight, jobs::runOne);
  }

  @Override
  public void close() {
    lanes.close();
    jobs.close();
  }
}
