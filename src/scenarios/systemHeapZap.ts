/** A zapped page of the system heap does not come back. The text is the scenario: see docs/script.md. */
export const systemHeapZap = `title     A zapped page of the system heap is SIGBUS
summary   The system heap inserts every page at mmap time and has no fault handler. That is quick, and fine as
summary   long as nobody takes a page away: there is nobody who could bring it back. udmabuf has a handler, and
summary   the same zap costs it one fault.
source    drivers/dma-buf/heaps/system_heap.c, system_heap_mmap
source    drivers/dma-buf/udmabuf.c, udmabuf_vm_fault
source    mm/memory.c, do_fault
platform  arm64 cpus=1 page=512
buffer    heap pages=2 exporter=system_heap
buffer    udma pages=2 exporter=udmabuf

app@cpu0: fh = export heap             expect ok
app@cpu0: ph = mmap fh                 expect ok
note      Both pages are there already: no access faults.
app@cpu0: write ph+0 64 A              expect nofault expect none
app@cpu0: read ph+512 64               expect nofault expect none
note      Somebody in the kernel zaps the first page. What does the next access do?
kernel@cpu0: zap heap+0 512            expect ok
note      The access faults, nobody handles it, and the program is killed. The second page is as it was.
app@cpu0: read ph+0 64                 expect SIGBUS
app@cpu0: read ph+512 64               expect nofault expect none
note      What was written is not lost: a new mapping shows it.
app@cpu0: qh = mmap fh                 expect ok
app@cpu0: read qh+0 64                 expect nofault expect A expect none
note      udmabuf maps nothing at mmap time, and at the first fault everything at once, whichever page was touched. On 6.12 each page came by itself.
app@cpu0: fu = export udma             expect ok
app@cpu0: pu = mmap fu                 expect ok
app@cpu0: write pu+512 64 B            expect fault expect none
app@cpu0: read pu+0 64                 expect nofault expect none
kernel@cpu0: zap udma+0 1024           expect ok
app@cpu0: read pu+512 64               expect fault expect B expect none
`;
