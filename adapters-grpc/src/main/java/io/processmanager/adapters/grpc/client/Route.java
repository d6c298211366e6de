package io.processmanager.adapters.grpc.client;

import io.grpc.netty.NettyChannelBuilder;

/**
 * The way to a worker.
 *
 * @param channel what makes the connections
 * @param release gives back what gRPC does not, when the client is closed
 */
record Route(NettyChannelBuilder channel, Runnable release) {}
