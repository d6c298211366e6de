package io.processmanager.ports.outbound;

/**
 * A process that a {@link ProcessLauncher} launched. A plain value: it may cross a process
 * boundary, and it never comes to mean another process.
 *
 * @param sequence unique in the launcher's life
 * @param pid the process id, which the kernel may give to another process later
 */
public record ProcessRef(long sequence, long pid) {}
