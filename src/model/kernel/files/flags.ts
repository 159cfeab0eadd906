/** Flags of open(2), memfd_create(2), fcntl(2), poll(2) and of the ioctls, by their numbers on x86 and arm64. */

export const O_ACCMODE = 3;
export const O_RDWR = 2;
export const O_NONBLOCK = 0o4000;
export const O_LARGEFILE = 0o100000;
export const O_CLOEXEC = 0o2000000;
/** What F_SETFL can change: O_APPEND, O_NONBLOCK, O_DIRECT, O_NOATIME, FASYNC. */
export const setFlMask = 0o2000 | O_NONBLOCK | 0o40000 | 0o1000000 | 0o20000;
export const O_DIRECT = 0o40000;

/** FMODE_READ and FMODE_WRITE of an open file [include/linux/fs.h, OPEN_FMODE]; mode 3 has neither. */
export const canRead = (flags: number): boolean => (((flags & O_ACCMODE) + 1) & 1) !== 0;
export const canWrite = (flags: number): boolean => (((flags & O_ACCMODE) + 1) & 2) !== 0;

export const sealSeal = 1;
export const sealShrink = 2;
export const sealGrow = 4;
export const sealWrite = 8;
export const sealFutureWrite = 16;
export const sealExec = 32;
export const allSeals = 63;

export const memfdCloexec = 1;
export const memfdAllowSealing = 2;
export const memfdHugetlb = 4;
export const memfdNoexecSeal = 8;
export const memfdExec = 16;

export const fallocKeepSize = 1;
export const fallocPunchHole = 2;

export const pollIn = 1;
export const pollOut = 4;
export const pollNval = 0x20;
/** DEFAULT_POLLMASK: what a file without a poll operation is ready for. */
export const pollDefault = 0x145;

export const syncRead = 1;
export const syncWrite = 2;
