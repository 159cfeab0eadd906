/** Flags and small numbers of calls as the recordings write them: names joined by `|`, or numbers. */
import { adviceNumbers } from '../../../model/vocabulary/mm.ts';
import type { Reader } from '../reader.ts';

export type Bits = Readonly<Record<string, number>>;

export const openFlags: Bits = {
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_NONBLOCK: 0o4000,
  O_CLOEXEC: 0o2000000,
};
export const protections: Bits = { NONE: 0, READ: 1, WRITE: 2, EXEC: 4 };
export const mapFlags: Bits = {
  SHARED: 1,
  PRIVATE: 2,
  SHARED_VALIDATE: 3,
  FIXED: 0x10,
  ANONYMOUS: 0x20,
  LOCKED: 0x2000,
  POPULATE: 0x8000,
  NONBLOCK: 0x10000,
  SYNC: 0x80000,
};
export const advices: Bits = adviceNumbers;
export const remapFlags: Bits = { MAYMOVE: 1, FIXED: 2, DONTUNMAP: 4 };
export const msyncFlags: Bits = { ASYNC: 1, INVALIDATE: 2, SYNC: 4 };
export const whences: Bits = { SEEK_SET: 0, SEEK_CUR: 1, SEEK_END: 2, SEEK_DATA: 3, SEEK_HOLE: 4 };
export const seals: Bits = {
  F_SEAL_SEAL: 1,
  F_SEAL_SHRINK: 2,
  F_SEAL_GROW: 4,
  F_SEAL_WRITE: 8,
  F_SEAL_FUTURE_WRITE: 16,
  F_SEAL_EXEC: 32,
};
export const fallocateModes: Bits = {
  KEEP_SIZE: 1,
  PUNCH_HOLE: 2,
  COLLAPSE_RANGE: 8,
  ZERO_RANGE: 16,
  INSERT_RANGE: 32,
};
export const pollEvents: Bits = {
  POLLIN: 1,
  POLLPRI: 2,
  POLLOUT: 4,
  POLLERR: 8,
  POLLHUP: 0x10,
  POLLNVAL: 0x20,
  POLLRDNORM: 0x40,
  POLLRDBAND: 0x80,
  POLLWRNORM: 0x100,
  POLLWRBAND: 0x200,
  EPOLLIN: 1,
  EPOLLPRI: 2,
  EPOLLOUT: 4,
  EPOLLERR: 8,
  EPOLLHUP: 0x10,
  EPOLLET: 2 ** 31,
};
export const udmabufFlags: Bits = { UDMABUF_FLAGS_CLOEXEC: 1 };
export const drmFlags: Bits = { DRM_RDWR: 2, DRM_CLOEXEC: 0o2000000 };

/** Numbers of the errors that an exporter is made to return [include/uapi/asm-generic/errno-base.h]. */
export const errnoNumbers = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  EINVAL: 22,
  ENOTTY: 25,
  EOPNOTSUPP: 95,
} as const;

/** Reads flags: a number, or names and numbers joined by `|`. */
export function readBits(reader: Reader, bits: Bits): number {
  if (!reader.isText()) return reader.wide();
  const text = reader.text();
  let sum = 0;
  for (const word of text.split('|')) {
    const named = Object.hasOwn(bits, word) ? bits[word] : undefined;
    const value =
      named ?? (/^(?:0x[0-9a-fA-F]+|0o[0-7]+|-?\d+)$/u.test(word) ? Number(word) : null);
    if (value === null) reader.fail(`has a word "${word.slice(0, 40)}" that is not known`);
    else sum += value;
  }
  return sum;
}
