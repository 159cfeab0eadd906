/** Userspace tries the other direction of sharing, and allocates from the pickiest device. The text is the scenario: see docs/script.md. */
export const pickiestAllocates = `title     Let the pickiest allocate
summary   A program wants to show what the GPU draws. The GPU's driver gives it scattered pages from anywhere,
summary   which the display cannot take. The kernel could solve constraints for it; or userspace tries the
summary   other direction. A buffer from the display's driver suits the display, and the GPU takes anything.
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
platform  x86 cpus=1 page=512
buffer    drawn pages=4 exporter=gpu mmap=none contiguous=no high=yes attach-check=union
buffer    shown pages=4 exporter=disp mmap=none attach-check=union
device    gpu   importer=map-per-dma
device    disp  importer=map-per-dma contiguous=yes dma-bits=32

note      First try: the GPU's driver allocates, and the display is to import.
app@cpu0: fd = export drawn            expect ok
disp:     import fd                    expect EBUSY on x86,arm64,bounce expect ok on arm64-iommu
app@cpu0: close fd                     expect ok
note      Second try, the other way: the display's driver allocates one run of low memory.
app@cpu0: fe = export shown            expect ok
gpu:      import fe                    expect ok
disp:     import fe                    expect ok
gpu:      map shown FROM_DEVICE        expect ok
gpu:      dma write shown+0 128 A      expect ok expect none
gpu:      unmap shown                  expect ok expect none
note      What the GPU drew is where the display can reach it, and nobody had to copy or to solve anything.
disp:     map shown TO_DEVICE          expect ok
disp:     dma read shown+0 128         expect A expect none
`;
