package org.xenopolis.host.driver;

/**
 * A part of a guest's console. What a guest writes is hostile: bytes, bounded, never interpreted here.
 *
 * @param offset of the first byte, counted since the guest booted; later than asked when older text was dropped
 */
public record ConsoleText(long offset, byte[] bytes) {}
