/** Locks around every access, by programs and by drivers. The text is the scenario: see docs/script.md. */
export const dmabufSyncLock = `title     dmabuf-sync: locks, and what they push onto programs
summary   The framework proposed in 2013 has everybody take a lock before touching a buffer. Taking it waits for the
summary   others and fetches what they wrote; giving it back carries on what was written. It works, caches and order
summary   together. But now every program has to know, and one that is wrong stops the others.
source    Inki Dae, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 13 June 2013
source    Russell King, "[RFC PATCH v2] dmabuf-sync: Introduce buffer synchronization framework", 17 June 2013
platform  arm64 cpus=2 page=512
buffer    front pages=1 mmap=lock
buffer    back  pages=1 mmap=lock
device    gpu   importer=cached

app@cpu0: ff = export front          expect ok
app@cpu0: p = mmap ff                expect ok
app@cpu0: fb = export back           expect ok
viewer@cpu1: gf = receive ff from app expect ok
viewer@cpu1: gb = receive fb from app expect ok
viewer@cpu1: q = mmap gf             expect ok
gpu:      import ff                  expect ok
gpu:      map front BIDIRECTIONAL    expect ok expect none
note      The GPU owns the mapped buffer. The lock takes it back, and unlock hands it over again with what was written.
app@cpu0: lock ff WRITE              expect ok expect none
app@cpu0: write p+0 64 A             expect ok expect none
note      The GPU has to wait, and its driver sleeps in the call.
gpu:      lock front WRITE           expect blocked expect none
note      Unlock cleans the lines, or copies them into the bounce slot, and then wakes the driver.
app@cpu0: unlock ff                  expect ok expect none
gpu:      dma read front+0 64        expect A expect none
gpu:      dma write front+64 64 B    expect ok expect none
gpu:      unlock front               expect ok expect none
note      Readers share the lock.
app@cpu0: lock ff READ               expect ok expect none
viewer@cpu1: lock gf READ            expect ok expect none
viewer@cpu1: read q+64 64            expect B expect none
app@cpu0: unlock ff                  expect ok expect none
viewer@cpu1: unlock gf               expect ok expect none
note      So far so good. But nothing forces a program to take the lock: this one writes all the same. What does the GPU read?
app@cpu0: write p+0 64 C             expect cpu-access-while-device-owns expect luck on x86 expect harm on arm64,arm64-iommu,bounce
gpu:      lock front READ            expect ok expect none
gpu:      dma read front+0 64        expect C on x86 expect A on arm64,arm64-iommu,bounce expect stale on arm64,arm64-iommu,bounce
gpu:      unlock front               expect ok expect none
note      The lock fetches what the GPU has, and the bytes that came without a lock are gone where the two had parted.
app@cpu0: lock ff WRITE              expect ok expect lost-write on arm64,arm64-iommu expect clobber on bounce expect none on x86
note      And whoever needs two buffers must take them in the order in which everybody else does. Nobody has told these two.
viewer@cpu1: lock gb WRITE           expect ok expect none
app@cpu0: lock fb WRITE              expect blocked expect none
viewer@cpu1: lock gf WRITE           expect blocked expect lock-deadlock expect harm
note      Both sleep for good, and the GPU with them: a program has stopped a device that it does not know.
gpu:      lock front READ            expect blocked
note      Only an end of one of them helps. The critics' answer was to leave programs out of it: map when the DMA begins, unmap when it ends.
app@cpu0: exit                       expect ok
`;
