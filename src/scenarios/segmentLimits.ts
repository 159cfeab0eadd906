/** max_segment_count * max_segment_size against the size, and what that product does not see. The text is the scenario: see docs/script.md. */
export const segmentLimits = `title     Segments times size, and what that does not see
summary   A device says how many segments it takes and how long each may be. If all of them together are
summary   shorter than the buffer, no list can ever suit it, and the attachment can fail at once. The product
summary   is a cheap check, and it sees no more than that: a segment which is too long passes it.
source    Rob Clark, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 29 January 2015
source    Daniel Vetter, "[RFCv3 2/2] dma-buf: add helpers for sharing attacher constraints with dma-parms", 2 February 2015
source    include/linux/device.h, struct device_dma_parameters
platform  x86 cpus=1 page=512
buffer    large pages=4 exporter=gem mmap=none attach-check=limits
buffer    loose pages=2 exporter=gem mmap=none attach-check=limits contiguous=no
buffer    lump  pages=2 exporter=gem mmap=none attach-check=limits
device    old   importer=map-per-dma max-segs=2 max-seg-size=512

app@cpu0: fd = export large            expect ok
note      2 segments of 512 bytes are 1024 bytes; the buffer has 2048. Whatever the exporter does, it cannot work.
old:      import fd                    expect EBUSY
app@cpu0: fe = export loose            expect ok
note      1024 bytes are just enough: two scattered pages are two segments.
old:      import fe                    expect ok
old:      map loose TO_DEVICE          expect ok expect none
note      The next one is as large as that, and so is the product. Does it suit the device?
app@cpu0: ff = export lump             expect ok
old:      import ff                    expect ok
note      The product says yes. But here the pages are adjacent, and the exporter joins them into one segment of 1024 bytes: twice what the device takes.
old:      map lump TO_DEVICE           expect ok expect segment-beyond-limits expect luck
`;
