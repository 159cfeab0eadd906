/** A device that does not snoop, declared coherent. The text is the scenario: see docs/script.md. */
export const wrongCoherent = `title     A device declared coherent that is not
summary   The device tree says dma-coherent, the wiring says otherwise. The kernel believes the device tree and does
summary   no cache maintenance. The driver breaks no rule, and still the device reads old bytes, and the CPU keeps
summary   reading what it had in its cache.
source    A field report, rebuilt; drivers/of/address.c, of_dma_is_coherent
source    include/linux/dma-map-ops.h, dev_is_dma_coherent
platform  arm64 cpus=1 page=512
buffer    ring  pages=1 exporter=nic mmap=none
device    nic   coherent=yes

note      The transactions of this device do not look into the caches, whatever was declared: nosnoop.
kernel@cpu0: write ring+0 64 A                          expect none
nic:      m = dma_map_single ring+0 512 BIDIRECTIONAL   expect ok expect none
note      The driver has done all that it must. Where is A?
nic:      dma read m+0 64 nosnoop                       expect 0 expect unsnooped-transaction expect stale expect harm
note      The other way round: the device answers into memory, and the CPU finds its old line.
nic:      dma write m+0 64 R nosnoop                    expect unsnooped-transaction expect harm
nic:      dma_sync_single_for_cpu m+0 512 BIDIRECTIONAL expect ok expect none
kernel@cpu0: read ring+0 64                             expect A expect stale
note      And it can get worse. The old line is dirty, and when it is evicted it lands on top of the answer.
cpu0:     evict ring+0                                  expect clobber on x86,arm64,arm64-iommu expect none on bounce
kernel@cpu0: read ring+0 64                             expect A expect stale
nic:      dma_unmap_single m                            expect ok expect none
`;
