package io.processmanager.adapters.os;

/**
 * Whether jobs get cgroups of their own; cgroups(7).
 *
 * <p>That takes Linux 5.14 and a cgroup v2 tree, mounted, in which this process may write the
 * directory of its own cgroup: systemd's {@code Delegate=yes} gives a service such a one. All that
 * a job forks is in its cgroup, unless it moves itself to another on purpose: a process can which
 * may write the files of cgroups, as root may, and this process's user, which jobs run as.
 *
 * <p>Jobs are in {@code job-1}, {@code job-2} and so on of a directory made below the own cgroup.
 * Where systemd's {@code DelegateSubgroup=} has put this process into a leaf of the one that it
 * delegates, that directory is beside the leaf, and ends for want of memory can be told: the kernel
 * lets no cgroup with processes in it hand the memory controller on. No process is ever moved. The
 * cgroup of a job that has ended is used again, within a second, where it is as a new one; {@code
 * /proc/PID/cgroup} tells which process is in which. Directories that engines of before left behind
 * are cleared away in the same place, and nowhere else.
 */
public enum CgroupUse {

  /** Where all that it takes is there. Elsewhere jobs are found by a search. */
  WHERE_POSSIBLE,

  /** Always: the ports do not open where something of it is missing. */
  REQUIRED,

  /** Never: jobs are found by a search. */
  NONE
}
