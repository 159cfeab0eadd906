/** Bits of the calls on files by name, as headers have them. */

type Bits = Readonly<Record<string, number>>;

/** Access modes and flags of open(2). */
export const openBits: Bits = {
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_NONBLOCK: 0o4000,
  O_CLOEXEC: 0o2000000,
};

export const drmBits: Bits = { DRM_RDWR: 2, DRM_CLOEXEC: 0o2000000 };

export const sealBits: Bits = {
  F_SEAL_SEAL: 1,
  F_SEAL_SHRINK: 2,
  F_SEAL_GROW: 4,
  F_SEAL_WRITE: 8,
  F_SEAL_FUTURE_WRITE: 16,
  F_SEAL_EXEC: 32,
};

export const memfdBits: Bits = {
  MFD_CLOEXEC: 1,
  MFD_ALLOW_SEALING: 2,
  MFD_NOEXEC_SEAL: 8,
  MFD_EXEC: 16,
};

export const udmabufBits: Bits = { UDMABUF_FLAGS_CLOEXEC: 1 };

export const fallocateBits: Bits = { KEEP_SIZE: 1, PUNCH_HOLE: 2 };

export const pollBits: Bits = { POLLIN: 1, POLLPRI: 2, POLLOUT: 4 };

export const syncFileBits: Bits = { READ: 1, WRITE: 2 };

/** `whence` of lseek(2), in the order of its numbers. */
export const whences = ['SEEK_SET', 'SEEK_CUR', 'SEEK_END', 'SEEK_DATA', 'SEEK_HOLE'] as const;
export const whenceBits: Bits = Object.fromEntries(whences.map((word, number) => [word, number]));
