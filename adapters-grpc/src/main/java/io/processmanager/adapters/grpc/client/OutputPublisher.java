package io.processmanager.adapters.grpc.client;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.OutputQuery;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * A job's output, read by a call of its own for each subscriber, and by another one when that is
 * lost.
 *
 * @param reads what all readers share
 * @param job whose output
 * @param query what to read of it
 */
record OutputPublisher(OutputReads reads, JobId job, OutputQuery query)
    implements Flow.Publisher<OutputItem> {

  @Override
  public void subscribe(Flow.Subscriber<? super OutputItem> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    OutputSubscription subscription = new OutputSubscription(reads, job, query, subscriber);
    subscriber.onSubscribe(subscription);
    subscription.begin();
  }
}
