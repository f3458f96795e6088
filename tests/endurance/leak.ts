// Loaded into a kiosk's program by `--leak core`: keeps half a megabyte more every second, as a fault would.
const KEPT_BYTES = 512 * 1024;
const kept: Buffer[] = [];
setInterval(() => kept.push(Buffer.alloc(KEPT_BYTES, 1)), 1000).unref();
