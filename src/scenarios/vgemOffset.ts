/** vgem shows the wrong page. The text is the scenario: see docs/script.md. */
export const vgemOffset = `title     vgem does not look at the offset
summary   The fault handler of DRM's buffers in shmem takes the page from the place of the fault in the mapping,
summary   not from the offset that mmap was given. So a mapping of page 1 shows page 0, and when the first page
summary   of a mapping is unmapped the others move up by one, except those that were touched before.
source    drivers/gpu/drm/drm_gem_shmem_helper.c, drm_gem_shmem_fault
source    drivers/gpu/drm/drm_prime.c, drm_gem_prime_mmap
platform  arm64 cpus=1 page=512
buffer    good pages=3 exporter=gem mmap=none init=1:512:3
buffer    odd pages=3 exporter=vgem init=1:512:3

note      Page 0 holds the value 1, page 1 holds 2, page 2 holds 3. An exporter as it should be shows page 1 here.
app@cpu0: fg = export good             expect ok
app@cpu0: pg = mmap fg 1 offset=1      expect ok
app@cpu0: read pg+0 64                 expect 2 expect none
note      The same calls on vgem. Which page will it be?
app@cpu0: fo = export odd              expect ok
app@cpu0: po = mmap fo 1 offset=1      expect ok
app@cpu0: read po+0 64                 expect fault expect 1 expect none
note      Now all of it. Page 2 is touched, and then the first page of the mapping is unmapped. What does its second page show now?
app@cpu0: q = mmap fo                  expect ok
app@cpu0: read q+1024 64               expect fault expect 3 expect none
app@cpu0: munmap bytes q+0 512         expect ok
note      What is left begins with page 1. It was not touched before, so the handler is asked now: the fault is at the first page of the mapping, and it inserts page 0.
app@cpu0: read q+512 64                expect fault expect 1 expect none
note      The entry of page 2 was there already and is right.
app@cpu0: read q+1024 64               expect nofault expect 3 expect none
`;
