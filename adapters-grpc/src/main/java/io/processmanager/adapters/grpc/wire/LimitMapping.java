package io.processmanager.adapters.grpc.wire;

import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import io.processmanager.proto.v1.ResourceLimit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Limits of resources on the wire. */
final class LimitMapping {

  private LimitMapping() {}

  static List<ResourceLimit> toWire(Map<Resource, Limit> limits) {
    return limits.entrySet().stream()
        .map(limit -> toWire(limit.getKey(), limit.getValue()))
        .toList();
  }

  private static ResourceLimit toWire(Resource resource, Limit limit) {
    ResourceLimit.Builder message = ResourceLimit.newBuilder().setResource(toWire(resource));
    if (limit instanceof Limit.AtMost atMost) {
      message.setAtMost(atMost.value());
    } else if (limit instanceof Limit.Unlimited) {
      message.getUnlimitedBuilder();
    } else {
      throw new AssertionError("a limit without a field: " + limit);
    }
    return message.build();
  }

  private static io.processmanager.proto.v1.Resource toWire(Resource resource) {
    return switch (resource) {
      case OPEN_FILES -> io.processmanager.proto.v1.Resource.RESOURCE_OPEN_FILES;
      case CORE_SIZE -> io.processmanager.proto.v1.Resource.RESOURCE_CORE_SIZE;
      case FILE_SIZE -> io.processmanager.proto.v1.Resource.RESOURCE_FILE_SIZE;
      case CPU_TIME -> io.processmanager.proto.v1.Resource.RESOURCE_CPU_TIME;
      case ADDRESS_SPACE -> io.processmanager.proto.v1.Resource.RESOURCE_ADDRESS_SPACE;
    };
  }

  /**
   * The limits of {@code messages}.
   *
   * @throws IllegalArgumentException a resource or a limit is missing, unknown or there twice
   */
  static Map<Resource, Limit> toDomain(List<ResourceLimit> messages) {
    Map<Resource, Limit> limits = new EnumMap<>(Resource.class);
    for (ResourceLimit message : messages) {
      Resource resource = resource(message);
      if (limits.put(resource, limit(resource, message)) != null) {
        throw new IllegalArgumentException(
            resource.shortName() + " is limited twice; name each resource once");
      }
    }
    return limits;
  }

  private static Resource resource(ResourceLimit message) {
    return switch (message.getResource()) {
      case RESOURCE_OPEN_FILES -> Resource.OPEN_FILES;
      case RESOURCE_CORE_SIZE -> Resource.CORE_SIZE;
      case RESOURCE_FILE_SIZE -> Resource.FILE_SIZE;
      case RESOURCE_CPU_TIME -> Resource.CPU_TIME;
      case RESOURCE_ADDRESS_SPACE -> Resource.ADDRESS_SPACE;
      case RESOURCE_UNSPECIFIED ->
          throw new IllegalArgumentException("a limit does not say of which resource it is");
      case UNRECOGNIZED ->
          throw new IllegalArgumentException(
              message.getResourceValue() + " is no resource that is known here");
    };
  }

  private static Limit limit(Resource resource, ResourceLimit message) {
    return switch (message.getLimitCase()) {
      case AT_MOST -> atMost(resource, message.getAtMost());
      case UNLIMITED -> Limit.unlimited();
      case LIMIT_NOT_SET ->
          throw new IllegalArgumentException(
              "the limit of " + resource.shortName() + " is missing; give at_most or unlimited");
    };
  }

  /** A {@code uint64} has one bit more than a {@code long} has for it. */
  private static Limit atMost(Resource resource, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "the limit of "
              + resource.shortName()
              + ", "
              + Long.toUnsignedString(value)
              + ", is larger than "
              + Long.MAX_VALUE
              + "; give unlimited");
    }
    return Limit.atMost(value);
  }
}
