/** What a new script begins as: a first one that is sensible, runs everywhere, and says how it is written. */
export const newScript = `title     My first shared buffer
summary   What this script shows, for whoever opens its link.

# What there is: a platform, buffers with their exporters, devices with their drivers.
platform  arm64 cpus=1 page=512
buffer    frame pages=1 exporter=gem mmap=sync-ioctl
device    gpu   importer=map-per-dma

# What happens: every line is one operation of one agent. Ctrl+Space lists what can stand at the cursor.
app@cpu0: fd = export frame
app@cpu0: p = mmap fd
gpu:      import fd

note      The app says when it works on the buffer: the kernel cleans the cache at the end.
app@cpu0: sync fd START WRITE
app@cpu0: write p+0 64 A
app@cpu0: sync fd END WRITE

note      Leave out a line above, apply with Ctrl+Enter, and look at what the device reads then.
gpu:      map frame TO_DEVICE
gpu:      dma read frame+0 64           expect A
gpu:      unmap frame
`;
