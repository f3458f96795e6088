/**
 * Ends parts one after the other, in their order. One that fails is told of and does not keep those behind it: whoever opens the
 * store again after an error of the disk needs all of it let go.
 */
export async function closeAll(
  parts: Readonly<Record<string, () => unknown>>,
  log: (event: string, detail: Record<string, unknown>) => void,
): Promise<void> {
  for (const [part, close] of Object.entries(parts)) {
    try {
      await close();
    } catch (error) {
      log('app.close_failed', { part, error: String(error) });
    }
  }
}
