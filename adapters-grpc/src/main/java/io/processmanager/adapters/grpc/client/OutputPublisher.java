package io.processmanager.adapters.grpc.client;

import io.grpc.ClientCall;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * A job's output, read by a call of its own for each subscriber.
 *
 * @param calls makes calls, not yet started
 * @param request what to read
 * @param failures tells why a call failed
 */
record OutputPublisher(
    Supplier<ClientCall<ReadOutputRequest, ReadOutputResponse>> calls,
    ReadOutputRequest request,
    CallFailures failures)
    implements Flow.Publisher<OutputItem> {

  @Override
  public void subscribe(Flow.Subscriber<? super OutputItem> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    OutputSubscription subscription =
        new OutputSubscription(calls.get(), request, failures, subscriber);
    subscriber.onSubscribe(subscription);
    subscription.begin();
  }
}
