package io.processmanager.adapters.grpc.client;

import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;

/**
 * The way to a worker.
 *
 * @param channel what makes the connections
 * @param loop the thread that serves them, to be ended when they are closed
 */
record Route(NettyChannelBuilder channel, EventLoopGroup loop) {}
